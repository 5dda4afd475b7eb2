"""`Codebase.resolve`: layouts, re-exports, aliases, star imports, relative imports, lazy packages."""

import pytest

from earnest.config import load
from earnest.review.codebase import Codebase
from earnest.review.origin import Party


@pytest.fixture
def resolve(tmp_path):
    """Writes the files of a project and gives its `resolve`."""

    def build(files):
        for name, text in {"pyproject.toml": '[project]\nname = "app"\nversion = "1"\n', **files}.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return Codebase(tmp_path, load(tmp_path)).resolve

    return build


@pytest.mark.parametrize(
    "files",
    [
        {"src/app/__init__.py": "", "src/app/core.py": "def run(): ...\n"},
        {"app/__init__.py": "", "app/core.py": "def run(): ...\n"},
        {"src/app/core.py": "def run(): ...\n", "src/app/other.py": ""},
    ],
    ids=["src", "flat", "namespace"],
)
def test_a_function_is_found_in_every_layout(files, resolve):
    """The import root is not part of a name.

    REAL BUG THIS CATCHES: under src/ every target counts as third-party.
    """
    found = resolve({**files, "tests/test_a.py": "def test_a(): ...\n"})("app.core.run")
    assert (found.party, found.line, found.file.endswith("app/core.py")) == (Party.FIRST, 1, True)


RE_EXPORTS = {
    "src/app/__init__.py": "from .core import run as start\nfrom .core import *\nfrom . import deep\nfrom app.deep.low import low\n",
    "src/app/core.py": "import json as j\nfrom j2 import x\n\ndef run(): ...\ndef _hidden(): ...\nalias = run\ndump = j.dumps\n",
    "src/app/deep/__init__.py": "from ..core import run as up\nfrom .low import low\n",
    "src/app/deep/low.py": "from ... import nowhere\nfrom .. import core\n\ndef low(): ...\nclass C:\n    def m(self): ...\n",
    "src/app/lazy.py": "def __getattr__(name):\n    return name\n",
    "src/app/fallback.py": "try:\n    import yaml\nexcept ImportError:\n    yaml = None\n",
    "src/app/loop.py": "from .pool import x\n",
    "src/app/pool.py": "from .loop import x\n",
    "tests/test_a.py": "def test_a(): ...\n",
    "tests/fakes.py": "class Fake: ...\n",
}


@pytest.mark.parametrize(
    ("name", "dotted", "party"),
    [
        ("app.start", "app.core.run", Party.FIRST),
        ("app.run", "app.core.run", Party.FIRST),
        ("app.deep.up", "app.core.run", Party.FIRST),
        ("app.low", "app.deep.low.low", Party.FIRST),
        ("app.deep.low.low", "app.deep.low.low", Party.FIRST),
        ("app.deep.low.C.m", "app.deep.low.C.m", Party.FIRST),
        ("app.deep.low.core.run", "app.core.run", Party.FIRST),
        ("app.core.alias", "app.core.run", Party.FIRST),
        ("app.core.dump", "json.dumps", Party.STDLIB),
        ("app.core.j.loads", "json.loads", Party.STDLIB),
        ("app.core.x.y", "j2.x.y", Party.THIRD),
        ("app.core", "app.core", Party.FIRST),
        ("app._hidden", "app._hidden", Party.UNKNOWN),
        ("app.lazy.thing", "app.lazy.thing", Party.UNKNOWN),
        ("app.lazy.open", "app.lazy.open", Party.UNKNOWN),
        ("app.fallback.yaml.dump", "yaml.dump", Party.THIRD),
        ("app.loop.x", "app.loop.x", Party.UNKNOWN),
        ("tests.fakes.Fake", "tests.fakes.Fake", Party.TEST),
        ("len", "len", Party.STDLIB),
    ],
)
def test_names_are_followed_to_their_definition(name, dotted, party, resolve):
    """Through packages, stars, aliases and both kinds of import.

    REAL BUG THIS CATCHES: a re-exported function is unknown, or belongs to the package that re-exports it.
    """
    found = resolve(RE_EXPORTS)(name, "tests")
    assert (dotted if party is Party.UNKNOWN else found.dotted, found.party) == (dotted, party)


@pytest.mark.parametrize(
    ("value", "party"),
    [
        ("3", Party.FIRST),
        ("{}", Party.FIRST),
        ("Own()", Party.FIRST),
        ("make()", Party.FIRST),
        ("build()", Party.FIRST),
        ("guess()", Party.UNKNOWN),
        ("httpx.Client()", Party.THIRD),
        ("httpx.guess()", Party.UNKNOWN),
        ("httpx.get", Party.THIRD),
        ("logging.getLogger(__name__)", Party.STDLIB),
        ("collections.OrderedDict()", Party.FIRST),
        ("nothing", Party.UNKNOWN),
    ],
)
def test_a_variable_belongs_to_whoever_wrote_what_it_holds(value, party, resolve):
    """What a double would replace is the instance.

    REAL BUG THIS CATCHES: replacing `client = httpx.Client()` counts as replacing the project's own code.
    """
    text = (
        "import collections, httpx, logging\nclass Own: ...\ndef make() -> Own: ...\ndef build():\n    return Own()\n"
        f"def guess():\n    return pick()\nthing = {value}\n"
    )
    assert resolve({"src/app/__init__.py": "", "src/app/m.py": text})("app.m.thing").party is party


@pytest.mark.parametrize(
    ("binding", "dotted", "party"),
    [
        ("def __init__(self, repo: Repo):\n        self.r = repo", "app.m.Repo.get", Party.FIRST),
        ("def __init__(self, repo: 'Repo | None' = None):\n        self.r = repo or Repo()", "app.m.Repo.get", Party.FIRST),
        ("def __init__(self):\n        self.r: Repo = pick()", "app.m.Repo.get", Party.FIRST),
        ("def __init__(self):\n        self.r = Repo()", "app.m.Repo.get", Party.FIRST),
        ("r: Repo", "app.m.Repo.get", Party.FIRST),
        ("r: Optional[Repo] = None", "app.m.Repo.get", Party.FIRST),
        ("def __init__(self, http: httpx.Client):\n        self.r = http", "httpx.Client.get", Party.THIRD),
        ("def __init__(self, repo):\n        self.r = repo", "app.m.S.r.get", Party.UNKNOWN),
        ("def __init__(self):\n        self.r, self.q = pick()", "app.m.S.r.get", Party.UNKNOWN),
    ],
)  # fmt: skip
def test_attributes_of_instances_are_followed_to_their_class(binding, dotted, party, resolve):
    """By annotation, by parameter, by what is called.

    REAL BUG THIS CATCHES: `patch.object(service.repo, "get")` cannot be judged, the most frequent form in layered code.
    """
    text = f"import httpx\nfrom typing import Optional\nclass Repo:\n    def get(self): ...\nclass S:\n    {binding}\ns = S()\n"
    found = resolve({"src/app/__init__.py": "", "src/app/m.py": text})("app.m.s.r.get")
    assert (found.dotted, found.party) == (dotted, party)


def test_inherited_methods_belong_to_the_base_that_defines_them(resolve):
    """Also where the base is foreign.

    REAL BUG THIS CATCHES: replacing `Client.get` of a class derived from httpx.Client counts as replacing own code.
    """
    text = "import httpx\nclass Client(httpx.Client):\n    def own(self): ...\nclass Late(Client): ...\n"
    ask = resolve({"src/app/__init__.py": "", "src/app/m.py": text})
    assert [(one.dotted, one.party) for one in (ask("app.m.Late.own"), ask("app.m.Late.get"))] == [
        ("app.m.Client.own", Party.FIRST),
        ("httpx.Client.get", Party.THIRD),
    ]
