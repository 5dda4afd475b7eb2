"""ET201: a test patches what it then calls."""

from __future__ import annotations

from collections.abc import Iterator

from ..doubles import doubles_in
from ..origin import Party
from ..own_doubles import calls_that_meet, is_judged, shown, stands_in
from ..rule import Bad, Good, Hit, TestRule
from ..testfile import TestFile
from ..unit import Unit

__all__ = ["MockSubject"]

_USERS = {
    "src/app/__init__.py": "",
    "src/app/users.py": (
        "from app import mail\n\n\nclass UserService:\n    def create_user(self, email):\n        mail.send(email)\n"
        "        return self.store(email)\n\n    def store(self, email):\n        return email\n\n\n"
        "def register(email):\n    return UserService().create_user(email)\n"
    ),
    "src/app/mail.py": "def send(to):\n    raise OSError(to)\n",
}


class MockSubject(TestRule):
    """A test replaces a function or method of the project's and then calls that very function.

    What answers is the mock. The test compares the value that it wrote down above with the same value, and stays green
    whatever the real code does; it would stay green if the code were deleted.

    Do instead: call the real thing and replace at most what lies beyond the project's boundary (the mail provider, the
    payment service); if the real thing is hard to call, that is what the test has to say.

    Stays silent: the double wraps the original (`wraps=`, a spy, a function that calls it); the call stands before the
    patch or behind the block in which it holds; the test calls something else that uses the double; the name that the
    test calls was imported before and still means the original; what the call gives only prepares or describes what is
    expected of another call.
    """

    code = "ET201"
    name = "mock-subject"
    cure = "Call the real code, and replace at most what lies beyond the project's boundary."
    bad = (
        Bad(
            "from unittest.mock import patch\nfrom app.users import UserService\n\n\n"
            "@patch.object(UserService, 'create_user')  # flagged\ndef test_creation(mock_create):\n"
            "    mock_create.return_value = 1\n    assert UserService().create_user('a@b') == 1\n",
            files=_USERS,
        ),
        Bad(
            "from app import users\n\n\ndef test_registration(mocker):\n"
            "    mocker.patch('app.users.register', return_value='a@b')  # flagged\n"
            "    assert users.register('a@b') == 'a@b'\n",
            files=_USERS,
        ),
        Bad(
            "from app.users import UserService\n\n\ndef test_store(monkeypatch):\n    service = UserService()\n"
            "    monkeypatch.setattr(service, 'store', lambda email: 7)  # flagged\n    assert service.store('a@b') == 7\n",
            files=_USERS,
        ),
        Bad(
            "from unittest.mock import patch\n\n\ndef test_registration():\n"
            "    with patch('app.users.register') as fake:  # flagged\n        from app.users import register\n\n"
            "        fake.return_value = 3\n        assert register('a@b') == 3\n",
            files=_USERS,
        ),
    )
    good = (
        Good(
            "from unittest.mock import patch\nfrom app.users import UserService\n\n\n"
            "def test_creation():\n    with patch.object(UserService, 'store', return_value=1):\n"
            "        assert UserService().create_user('a@b') == 1\n",
            "it calls another method, which uses the double",
            files=_USERS,
        ),
        Good(
            "from unittest.mock import patch\nfrom app.users import register\n\n\n"
            "def test_registration():\n    with patch('app.users.register'):\n        assert register('a@b') == 'a@b'\n",
            "the name was imported before and means the original",
            files=_USERS,
        ),
        Good(
            "from unittest.mock import patch\nfrom app.users import UserService\n\n\n"
            "def test_store():\n    with patch.object(UserService, 'store', wraps=UserService().store) as seen:\n"
            "        UserService().store('a@b')\n    seen.assert_called_once_with('a@b')\n",
            "the original runs behind the double",
            files=_USERS,
        ),
        Good(
            "from unittest.mock import patch\nfrom app.users import UserService\n\n\n"
            "def test_store():\n    assert UserService().store('a@b') == 'a@b'\n"
            "    with patch.object(UserService, 'store', return_value=1):\n        pass\n"
            "    assert UserService().store('c@d') == 'c@d'\n",
            "the calls stand outside the block in which the double is in place",
            files=_USERS,
        ),
        Good(
            "from unittest.mock import Mock\nfrom app.users import UserService\n\n\n"
            "def test_creation():\n    service = UserService()\n    service.store = Mock()\n"
            "    service.store('x').id = 5\n    assert service.create_user('a@b').id == service.store().id\n",
            "the calls of the double say what is expected of another call",
            files=_USERS,
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """The test's own doubles of first-party behaviour that it calls directly."""
        for double in doubles_in(test):
            if double.origin.party not in (Party.FIRST, Party.BOUNDARY) or not stands_in(double):
                continue
            call = next((one for one in calls_that_meet(double, test) if is_judged(one, test)), None)
            if call is not None:
                yield Hit(
                    double.node,
                    f"puts {shown(double)} in the place of {double.origin} and calls it in line {call.lineno}",
                )
