"""Who may delete users."""

import pytest
from myapp import User, ValidationError

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("role", "active", "may_delete"),
    [("admin", True, True), ("user", True, False), ("admin", False, False), ("user", False, False)],
)
def test_only_active_administrators_delete_users(user_factory, role, active, may_delete):
    """The answer is a real bool: templates and JSON show it.

    REAL BUG THIS CATCHES: can_delete_users() forgets the role or the suspended account, and somebody who was locked
    out deletes the accounts of others.
    """
    assert user_factory(role=role, active=active).can_delete_users() is may_delete


def test_a_new_user_is_active_and_no_administrator():
    """What nobody asked for, nobody gets.

    REAL BUG THIS CATCHES: the defaults of User change, and everybody who registers is an administrator or locked out.
    """
    user = User(email="test@example.com")

    assert (user.email, user.active, user.role) == ("test@example.com", True, "user")
    assert user.can_delete_users() is False


def test_an_unknown_role_is_refused_with_the_known_ones():
    """A role with a typing error would silently be one without rights.

    REAL BUG THIS CATCHES: User accepts any role, and an administrator called "Admin" wonders for hours why nothing is
    allowed; or the message does not tell which roles there are.
    """
    with pytest.raises(ValidationError) as caught:
        User(email="boss@example.com", role="Admin")

    assert str(caught.value) == "Role of boss@example.com must be one of user, admin; got 'Admin'"
