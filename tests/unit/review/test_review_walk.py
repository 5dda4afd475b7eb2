"""The flat walks: they see what `ast.walk` sees, only faster."""

import ast
from pathlib import Path

import pytest

from earnest.config import Settings
from earnest.model import SourceFile
from earnest.review.codebase import Codebase
from earnest.review.naming import Naming
from earnest.review.syntax import every
from earnest.review.testfile import TestFile
from earnest.review.text import Text
from earnest.review.walk import parent_of

FILES = sorted(Path(__file__).parents[2].glob("*/test_*.py"))
SHARED = (ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)
TEXT = """
import a
@deco(a.b)
class TestA(Base, metaclass=M):
    x: int = 1
    class TestB:
        async def test_b(self, *c, d=1, **e) -> None:
            match d:
                case {'k': [1, *r], **s} | P(x=0) if r: y = [z async for z in c if z]
            try: first(); m.second(); first(2)
            except* E as g: del g
    def test_c(self): first(third())
"""


@pytest.mark.parametrize("text", [TEXT, *(file.read_text() for file in FILES[:12])])
def test_every_node_is_seen_once_and_knows_its_parent(text, tmp_path):
    """
    REAL BUG THIS CATCHES: a field with nodes is taken for a plain one, and no rule ever looks into it.
    """
    tree = ast.parse(text)
    wanted = [node for node in ast.walk(tree) if not isinstance(node, SHARED)]
    assert sorted(map(id, every(tree))) == sorted(map(id, wanted))
    file = TestFile(SourceFile("test_a.py", "test_a", text, ""), tree, Codebase(tmp_path, Settings()), Naming())
    sorted_nodes = [node for unit in file.units for kind in unit.by_type for node in unit.of(kind)]
    leaves = (ast.Module, ast.Name, ast.alias)
    assert sorted(map(id, sorted_nodes)) == sorted(id(node) for node in wanted if not isinstance(node, leaves))
    for node in wanted:
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, (*SHARED, ast.alias)):
                assert parent_of(child) is node


def test_calls_come_in_the_order_of_the_text(tmp_path):
    """
    REAL BUG THIS CATCHES: asked for two names, all calls of the first one come first, and a rule sees a check before the act.
    """
    tree = ast.parse(TEXT)
    file = TestFile(SourceFile("test_a.py", "test_a", TEXT, ""), tree, Codebase(tmp_path, Settings()), Naming())
    inner, outer = (unit for unit in file.units if unit.name in ("test_b", "test_c"))
    assert [ast.unparse(call) for call in inner.calls("second", "first", "first")] == [
        "first()",
        "m.second()",
        "first(2)",
    ]
    assert [ast.unparse(call) for call in outer.calls("third")] == ["third()"]
    assert outer.calls("nowhere") == []


def test_a_text_remembers_and_answers_as_any_other():
    """
    REAL BUG THIS CATCHES: a word that is not there is remembered as there, and every rule looks at every test.
    """
    text = Text("import time")
    assert [word in text for word in ("time", "sleep", "time", "sleep", "")] == [True, False, True, False, True]
    assert text == "import time"
    with pytest.raises(TypeError):
        3 in text  # noqa: B015 - what is looked at is the error
