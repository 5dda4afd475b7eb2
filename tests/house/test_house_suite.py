"""Our own tests keep the rules that we sell."""

from __future__ import annotations

import ast

DOUBLES = {"Mock", "MagicMock", "AsyncMock", "NonCallableMock", "PropertyMock", "patch", "create_autospec", "mocker"}


def every_test(module):
    return [function for function in module.functions if function.name.startswith("test_")]


def names_in(call):
    """The names that a call goes through: `mock.patch.object(...)` gives mock, patch and object."""
    return {node.id for node in ast.walk(call.func) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(call.func) if isinstance(node, ast.Attribute)
    }


def doubles_in(module):
    """Places that put a double where something real could stand."""
    calls = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    names = [(call.lineno, names_in(call)) for call in calls]
    return [line for line, used in names if used & DOUBLES or used >= {"monkeypatch", "setattr"}]


def test_every_test_says_which_real_bug_it_catches(suite):
    """
    REAL BUG THIS CATCHES: a test that was written to raise a number stays for ever, as nobody can say what it is for.
    """
    silent = [
        f"{module.path}:{test.lineno} {test.name}"
        for module in suite
        for test in every_test(module)
        if not any(
            line.strip().startswith("REAL BUG THIS CATCHES:") for line in (ast.get_docstring(test) or "").splitlines()
        )
    ]
    assert not silent, "\n".join(silent)


def test_every_test_is_named_by_a_sentence(suite):
    """
    REAL BUG THIS CATCHES: `test_parse_2` fails in CI and its name tells nothing about what is broken.
    """
    short = [f"{m.path}:{t.lineno} {t.name}" for m in suite for t in every_test(m) if t.name.count("_") < 3]
    assert not short, "\n".join(short)


def test_there_is_at_most_one_double_per_33_tests(suite):
    """
    REAL BUG THIS CATCHES: a mutation tester whose suite replaces its runner everywhere, so that no test runs a change.
    """
    doubles = [f"{module.path}:{line}" for module in suite for line in doubles_in(module)]
    assert len(doubles) <= 0.03 * sum(len(every_test(module)) for module in suite), doubles


def test_the_count_of_doubles_sees_each_technique(suite):
    """
    REAL BUG THIS CATCHES: the budget above holds because the counter is blind to the technique that everyone uses.
    """
    lines = [
        "mock.patch('a.b')",
        "MagicMock()",
        "monkeypatch.setattr(a, 'b', 1)",
        "mocker.patch('a.b')",
        "print('patch(1)')",
    ]
    source = "\n".join(lines)
    (module,) = [type(suite[0])(suite[0].path, source, ast.parse(source))]
    assert doubles_in(module) == [1, 2, 3, 4]


def test_no_two_test_modules_share_a_name(suite):
    """
    REAL BUG THIS CATCHES: pytest imports one of two modules of the same name and silently leaves the other's tests out.
    """
    names = [module.path.name for module in suite if module.path.name not in {"conftest.py", "__init__.py"}]
    assert sorted(names) == sorted(set(names))


def test_every_tree_says_why_it_exists(repository):
    """
    REAL BUG THIS CATCHES: a tiny project whose point is forgotten is "simplified" until it no longer shows the trap.
    """
    trees = [
        path for path in (repository / "tests" / "trees").iterdir() if path.is_dir() and path.name != "__pycache__"
    ]
    bare = [tree.name for tree in trees if not any((tree / name).is_file() for name in ("README", "README.md"))]
    assert not bare, "\n".join(bare)
