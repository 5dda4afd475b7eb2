"""Which passwords are good enough, and how they are kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neodyme.core.config import get_settings
from neodyme.core.exceptions import ErrorCode, WeakPasswordError
from neodyme.core.security import password_manager

pytestmark = pytest.mark.unit

STRONG = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=14).map(
    lambda text: "aB3!" + text + "wxyz"
)


@pytest.mark.parametrize(
    ("password", "missing"),
    [
        pytest.param("aB3!", ["at least 8 characters"], id="too short"),
        pytest.param("lower3!lower", ["an upper-case letter"], id="no upper case"),
        pytest.param("UPPER3!UPPER", ["a lower-case letter"], id="no lower case"),
        pytest.param("NoDigits!here", ["a digit"], id="no digit"),
        pytest.param("NoSpecial3here", ["a special character"], id="no special character"),
        pytest.param("No Special 3 here", ["a special character"], id="a space is not special"),
        pytest.param("aB3!" + "x" * 69, ["at most 72 bytes"], id="longer than bcrypt reads"),
        pytest.param("aB3!\0wxyz", ["no NUL character"], id="a NUL byte"),
        pytest.param("aB3!" + "\N{SNOWMAN}" * 23, ["at most 72 bytes"], id="longer in bytes only"),
        pytest.param(
            "", ["at least 8 characters", "an upper-case letter", "a lower-case letter", "a digit", "a special character"],
            id="nothing",
        ),
    ],
)  # fmt: skip
def test_a_weak_password_is_told_all_that_it_lacks(password, missing):
    """All requirements at once, and never the password itself.

    REAL BUG THIS CATCHES: check_strength() forgets a requirement, stops at the first one, or repeats the password in a
    message that ends up in a log.
    """
    with pytest.raises(WeakPasswordError) as caught:
        password_manager.check_strength(password)

    assert caught.value.error_code is ErrorCode.WEAK_PASSWORD
    assert caught.value.context == {"missing": missing}
    assert str(caught.value) == caught.value.user_message
    assert caught.value.user_message == f"Password requirements not met: {', '.join(missing)}."


@pytest.mark.parametrize("password", ["aB3!wxyz", "aB3!" + "x" * 68, "\N{LATIN SMALL LETTER E WITH ACUTE}B3a5678"])
def test_the_smallest_and_the_longest_good_password_pass(password):
    """Eight characters are enough, 72 bytes are not too many.

    REAL BUG THIS CATCHES: a bound of check_strength() is off by one, and a password that the page promises is refused.
    """
    password_manager.check_strength(password)


@given(STRONG, STRONG)
@settings(max_examples=25, deadline=None)
def test_a_hash_fits_its_own_password_only(password, other):
    """Whatever the password is made of.

    REAL BUG THIS CATCHES: hash_password() folds or normalises letters, and a second password opens the account.
    """
    hashed = password_manager.hash_password(password)

    assert password_manager.verify_password(password, hashed)
    assert password_manager.verify_password(other, hashed) is (other == password)


def test_a_password_is_not_the_same_as_itself_twice():
    """bcrypt says it is, with a NUL byte in between.

    REAL BUG THIS CATCHES: verify_password() asks bcrypt about NUL bytes, and a second password opens the account.
    """
    hashed = password_manager.hash_password("aB3!wxyz")

    assert not password_manager.verify_password("aB3!wxyz\0aB3!wxyz", hashed)


def test_a_password_longer_than_bcrypt_reads_is_wrong():
    """No error, just wrong.

    REAL BUG THIS CATCHES: verify_password() raises for 73 bytes, and a login with a long guess is answered with 500; or it
    compares the first 72 bytes only.
    """
    longest = "aB3!" + "x" * 68
    hashed = password_manager.hash_password(longest)

    assert password_manager.verify_password(longest, hashed)
    assert not password_manager.verify_password(longest + "x", hashed)


def test_two_hashes_of_one_password_differ():
    """Each has a salt of its own.

    REAL BUG THIS CATCHES: a constant salt in hash_password(): whoever reads the table sees who shares a password.
    """
    assert password_manager.hash_password("aB3!wxyz") != password_manager.hash_password("aB3!wxyz")


def test_the_cost_of_a_hash_is_the_setting(monkeypatch):
    """`BCRYPT_ROUNDS` is in the hash.

    REAL BUG THIS CATCHES: hash_password() has a cost of its own, and production runs with that of the tests.
    """
    monkeypatch.setenv("BCRYPT_ROUNDS", "6")
    get_settings.cache_clear()

    hashed = password_manager.hash_password("aB3!wxyz")

    get_settings.cache_clear()
    assert hashed.startswith("$2b$06$")
