"""`doubles_of`: every form in which a test replaces something, and whose the replaced object is."""

import pytest

from earnest.review.doubles import doubles_of, mocks_of

APP = {
    "src/app/__init__.py": "",
    "src/app/mail.py": "import smtplib\nLIMIT = 3\nTABLE = {}\ndef send(to):\n    return to\ndef log(x):\n    return x\n",
    "src/app/users.py": (
        "import requests\nfrom app import mail\nfrom app.mail import send\nfrom app.repo import Repo\n\n\n"
        "class Users:\n    def __init__(self, repo: Repo | None = None):\n        self.repo = repo or Repo()\n"
        "        self.http = requests.Session()\n\n    def create(self, name):\n        return send(name)\n\n\n"
        "def make() -> Users:\n    return Users()\n\n\nusers = Users()\n"
    ),
    "src/app/repo.py": "class Base:\n    def save(self):\n        return 1\n\n\nclass Repo(Base):\n    def get(self):\n        return 2\n",
}
HEAD = (
    "import unittest.mock as um\nfrom unittest import mock, TestCase\nfrom unittest.mock import DEFAULT, AsyncMock, MagicMock, Mock, patch\n"
    "import pytest\nfrom contextlib import ExitStack\nfrom app import mail, users\nfrom app.users import Users, make\nimport app.mail\n\n\n"
)


def only(found):
    """The one double that is expected."""
    assert len(found) == 1, found
    return found[0]


FORMS = [
    ("decorator", '@patch("app.mail.send")\ndef test_a(m):\n    pass\n', "app.mail.send", "patch", ("m",)),
    ("decorator by module", '@mock.patch("app.mail.send")\ndef test_a(m):\n    pass\n', "app.mail.send", "patch", ("m",)),
    ("aliased module", '@um.patch("app.mail.send")\ndef test_a(m):\n    pass\n', "app.mail.send", "patch", ("m",)),
    ("context manager", 'def test_a():\n    with patch("app.mail.send") as m:\n        pass\n', "app.mail.send", "patch", ("m",)),
    ("start", 'def test_a():\n    m = patch("app.mail.send").start()\n', "app.mail.send", "patch", ("m",)),
    ("patcher", 'def test_a():\n    p = patch("app.mail.send")\n    m = p.start()\n', "app.mail.send", "patch", ("m",)),
    ("patcher entered", 'def test_a():\n    p = patch("app.mail.send")\n    with p as m:\n        pass\n', "app.mail.send", "patch", ("m",)),
    ("exit stack", 'def test_a():\n    with ExitStack() as s:\n        m = s.enter_context(patch("app.mail.send"))\n', "app.mail.send", "patch", ("m",)),
    ("keyword", 'def test_a():\n    with patch(target="app.mail.send"):\n        pass\n', "app.mail.send", "patch", ()),
    ("constant", 'WHERE = "app.mail"\ndef test_a():\n    with patch(f"{WHERE}.send"):\n        pass\n', "app.mail.send", "patch", ()),
    ("module's name", 'def test_a():\n    with patch(f"{mail.__name__}.send"):\n        pass\n', "app.mail.send", "patch", ()),
    ("sum", 'WHERE = "app.mail."\ndef test_a():\n    with patch(WHERE + "send"):\n        pass\n', "app.mail.send", "patch", ()),
    ("object of a module", 'def test_a():\n    with patch.object(mail, "send") as m:\n        pass\n', "app.mail.send", "patch.object", ("m",)),
    ("object of a class", '@patch.object(Users, "create")\ndef test_a(m):\n    pass\n', "app.users.Users.create", "patch.object", ("m",)),
    ("object of an instance", 'def test_a():\n    u = Users()\n    with patch.object(u, "create"):\n        pass\n', "app.users.Users.create", "patch.object", ()),
    ("object of a factory's", 'def test_a():\n    u = make()\n    with patch.object(u, "create"):\n        pass\n', "app.users.Users.create", "patch.object", ()),
    ("object by keywords", 'def test_a():\n    with patch.object(target=mail, attribute="send"):\n        pass\n', "app.mail.send", "patch.object", ()),
    ("mocker", 'def test_a(mocker):\n    m = mocker.patch("app.mail.send")\n', "app.mail.send", "patch", ("m",)),
    ("mocker by type", 'def test_a(mm: MockerFixture):\n    m = mm.patch("app.mail.send")\n', "app.mail.send", "patch", ("m",)),
    ("mocker object", 'def test_a(mocker):\n    m = mocker.patch.object(mail, "send")\n', "app.mail.send", "patch.object", ("m",)),
    ("mocker's context manager", 'def test_a(mocker):\n    with mocker.patch.context_manager("app.mail.send"):\n        pass\n', "app.mail.send", "patch", ()),
    ("monkeypatch by object", 'def test_a(monkeypatch):\n    monkeypatch.setattr(mail, "send", lambda to: 1)\n', "app.mail.send", "setattr", ()),
    ("monkeypatch by text", 'def test_a(monkeypatch):\n    monkeypatch.setattr("app.mail.send", lambda to: 1)\n', "app.mail.send", "setattr", ()),
    ("monkeypatch context", 'def test_a(monkeypatch):\n    with monkeypatch.context() as q:\n        q.setattr(mail, "send", lambda to: 1)\n', "app.mail.send", "setattr", ()),
    ("monkeypatch by type", 'def test_a(p: pytest.MonkeyPatch):\n    p.setattr(mail, "send", lambda to: 1)\n', "app.mail.send", "setattr", ()),
    ("assignment", "def test_a():\n    mail.send = Mock()\n", "app.mail.send", "assignment", ()),
    ("assignment of a function", "def fake(to):\n    return 1\ndef test_a():\n    mail.send = fake\n", "app.mail.send", "assignment", ("fake",)),
    ("setattr", 'def test_a():\n    setattr(mail, "send", Mock())\n', "app.mail.send", "assignment", ()),
    ("unittest's self.patch", 'class TestA(TestCase):\n    def test_a(self):\n        self.patch(mail, "send", lambda to: 1)\n', "app.mail.send", "setattr", ()),
    ("self.attribute of setUp", 'class TestA:\n    def setup_method(self):\n        self.u = Users()\n    def test_a(self):\n        with patch.object(self.u, "create"):\n            pass\n', "app.users.Users.create", "patch.object", ()),
    ("fixture of the class", 'class TestA:\n    @pytest.fixture\n    def u(self):\n        return Users()\n    def test_a(self, u):\n        with patch.object(u, "create"):\n            pass\n', "app.users.Users.create", "patch.object", ()),
    ("argument by type", 'def test_a(u: Users):\n    with patch.object(u, "create"):\n        pass\n', "app.users.Users.create", "patch.object", ()),
    ("override", "def test_a(api):\n    api.dependency_overrides[make] = lambda: 1\n", "app.users.make", "override", ()),
    ("overrides", "def test_a(api):\n    api.dependency_overrides = {make: lambda: 1}\n", "app.users.make", "override", ()),
    ("attribute of an attribute", 'def test_a():\n    with patch.object(users.users.repo, "save"):\n        pass\n', "app.repo.Base.save", "patch.object", ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "target", "technique", "names"), [pytest.param(*form[1:], id=form[0]) for form in FORMS]
)
def test_each_form_of_replacement_is_seen_with_its_target_and_names(body, target, technique, names, suite_file):
    """They all mean the same.

    REAL BUG THIS CATCHES: a rule that knows `patch` and is blind to whoever writes `patch.object` or `setattr`.
    """
    double = only(doubles_of(suite_file({**APP, "tests/test_a.py": HEAD + body}).tests[0]))
    assert (double.technique, double.names) == (technique, names)
    assert target in (double.target, double.origin.dotted)
    assert double.origin.own


def test_arguments_are_filled_by_the_lowest_decorator_first_and_by_the_class_last(suite_file):
    """As unittest.mock does it.

    REAL BUG THIS CATCHES: the names of two mocks are swapped, so a message blames the wrong one.
    """
    text = (
        '@patch("app.mail.LIMIT", 9)\n@patch("app.mail.log")\nclass TestA:\n    @patch.object(Users, "create")\n'
        '    @patch("app.users.send")\n    def test_a(self, one, two, three):\n        pass\n'
    )
    doubles = doubles_of(suite_file({**APP, "tests/test_a.py": HEAD + text}).tests[0])
    assert [(double.target, double.names) for double in doubles] == [
        ("app.users.send", ("one",)),
        ("app.users.Users.create", ("two",)),
        ("app.mail.log", ("three",)),
        ("app.mail.LIMIT", ()),
    ]


def test_patch_multiple_gives_one_double_for_each_name(suite_file):
    """`DEFAULT` asks for a mock by keyword.

    REAL BUG THIS CATCHES: `patch.multiple` replaces three functions and the review sees none.
    """
    text = '@patch.multiple("app.mail", send=DEFAULT, log=print)\ndef test_a(send):\n    pass\n'
    doubles = doubles_of(suite_file({**APP, "tests/test_a.py": HEAD + text}).tests[0])
    assert [(one.target, one.replacement is None, one.names) for one in doubles] == [
        ("app.mail.send", True, ("send",)),
        ("app.mail.log", False, ()),
    ]


def test_doubles_of_fixtures_in_conftest_chains_and_classes_belong_to_the_test(suite_file):
    """Fixtures that fixtures ask for, autouse ones, and those of `setUp`.

    REAL BUG THIS CATCHES: a mock that a conftest puts in place is invisible, and the test looks honest.
    """
    files = {
        "tests/conftest.py": "import pytest\n@pytest.fixture(autouse=True)\ndef quiet(monkeypatch):\n"
        "    monkeypatch.setattr('app.mail.log', lambda x: x)\n",
        "tests/unit/conftest.py": "import pytest\nfrom unittest.mock import patch\n@pytest.fixture\ndef outer(inner):\n    return inner\n"
        "@pytest.fixture\ndef inner():\n    with patch('app.mail.send') as m:\n        yield m\n",
        "tests/unit/test_a.py": HEAD + "class TestA:\n    def setup_method(self):\n        users.make = Mock()\n\n"
        '    @pytest.fixture\n    def own(self, mocker):\n        mocker.patch.object(Users, "create")\n\n'
        "    def test_a(self, outer, own):\n        pass\n",
    }
    test = suite_file({**APP, **files}, "tests/unit/test_a.py").tests[0]
    assert sorted(double.target for double in doubles_of(test)) == [
        "app.mail.log",
        "app.mail.send",
        "app.users.Users.create",
        "app.users.make",
    ]


@pytest.mark.parametrize(
    ("target", "party", "dotted"),
    [
        ("app.users.send", "first-party", "app.mail.send"),
        ("app.users.mail.send", "first-party", "app.mail.send"),
        ("app.users.Users.repo", "first-party", "app.users.Users.repo"),
        ("app.users.Users.save", "unknown", "app.users.Users.save"),
        ("app.repo.Repo.save", "first-party", "app.repo.Base.save"),
        ("app.users.users.create", "first-party", "app.users.Users.create"),
        ("app.users.requests.get", "third-party", "requests.get"),
        ("app.users.Users.http", "third-party", "app.users.Users.http"),
        ("app.users.users.http.get", "third-party", "requests.Session.get"),
        ("app.mail.smtplib.SMTP", "stdlib", "smtplib.SMTP"),
        ("app.mail.open", "stdlib", "builtins.open"),
        ("app.mail.nothing", "unknown", "app.mail.nothing"),
        ("requests.get", "third-party", "requests.get"),
        ("time.sleep", "stdlib", "time.sleep"),
    ],
)
def test_a_target_belongs_to_whoever_defines_the_object_behind_it(target, party, dotted, suite_file):
    """Not to the module through which it is patched.

    REAL BUG THIS CATCHES: `app.users.requests.get` counts as the project's own since it begins with `app`.
    """
    text = f'def test_a():\n    with patch("{target}"):\n        pass\n'
    double = only(doubles_of(suite_file({**APP, "tests/test_a.py": HEAD + text}).tests[0]))
    assert (double.origin.party.value, double.origin.dotted) == (party, dotted)


@pytest.mark.parametrize(
    "body",
    [
        'def test_a(monkeypatch):\n    monkeypatch.setattr(mail, "LIMIT", 9)\n',
        'def test_a(monkeypatch):\n    table = {"a": 1}\n    monkeypatch.setattr(mail, "TABLE", table)\n',
        'def test_a():\n    with patch("app.mail.LIMIT"):\n        pass\n',
        'def test_a():\n    with patch.dict("app.mail.TABLE", {"a": 1}):\n        pass\n',
        'def test_a(mocker):\n    mocker.spy(mail, "send")\n',
        'def test_a(monkeypatch):\n    monkeypatch.setitem(mail.TABLE, "a", Mock())\n',
    ],
)
def test_a_setting_that_gets_another_value_is_no_double_of_behaviour(body, suite_file):
    """Nor is a spy, behind which the real code runs.

    REAL BUG THIS CATCHES: a test that lowers a limit is told that it mocks the project's own code.
    """
    double = only(doubles_of(suite_file({**APP, "tests/test_a.py": HEAD + body}).tests[0]))
    assert not double.is_behaviour


@pytest.mark.parametrize(
    "body",
    [
        "def test_a():\n    m = Mock()\n    m.send = Mock()\n",
        'def test_a():\n    m = MagicMock()\n    with patch.object(m, "send"):\n        pass\n',
        "def test_a(thing):\n    thing.send = lambda: 1\n",
        'def test_a(plan):\n    plan.patch("app.mail.send")\n',
    ],
)
def test_attributes_of_mocks_and_of_unknown_objects_replace_nothing_of_ours(body, suite_file):
    """Nobody can say whose they are.

    REAL BUG THIS CATCHES: configuring a mock counts as one more mock.
    """
    test = suite_file({**APP, "tests/test_a.py": HEAD + body}).tests[0]
    assert not any(double.origin.own for double in doubles_of(test))


@pytest.mark.parametrize(
    ("call", "specified"),
    [
        ('patch("app.mail.send")', False),
        ('patch("app.mail.send", return_value=1)', False),
        ('patch("app.mail.send", new_callable=AsyncMock)', False),
        ('patch("app.mail.send", Mock())', False),
        ('patch("app.mail.send", autospec=False)', False),
        ('patch("app.mail.send", autospec=True)', True),
        ('patch("app.mail.send", spec=True)', True),
        ('patch("app.mail.send", wraps=mail.send)', True),
        ('patch("app.mail.send", Mock(spec=mail.send))', True),
        ('patch("app.mail.send", Mock(mail.send))', True),
        ('patch("app.mail.send", lambda to: 1)', True),
    ],
)
def test_a_mock_is_specified_only_if_something_holds_it_to_an_interface(call, specified, suite_file):
    """What a mock accepts by itself is everything.

    REAL BUG THIS CATCHES: `new_callable=AsyncMock` passes for a specification.
    """
    text = f"def test_a():\n    with {call}:\n        pass\n"
    assert only(doubles_of(suite_file({**APP, "tests/test_a.py": HEAD + text}).tests[0])).specified is specified


def test_mocks_are_known_by_the_names_that_hold_them(suite_file):
    """Made in the test, handed in, or returned by a fixture.

    REAL BUG THIS CATCHES: an assertion on a fixture's mock counts as one on real code.
    """
    text = (
        "@pytest.fixture\ndef repo():\n    return MagicMock()\n\n\n@pytest.fixture\ndef real():\n    return Users()\n\n\n"
        '@patch("app.mail.send")\ndef test_a(sent, repo, real, mocker):\n    one = Mock()\n    two = mocker.stub()\n'
        "    three = mocker.patch('app.mail.log')\n    four = Users()\n"
    )
    test = suite_file({**APP, "tests/test_a.py": HEAD + text}).tests[0]
    assert mocks_of(test) == {"sent", "repo", "one", "two", "three"}
