"""What people are told when their e-mail address cannot be right."""

import pytest
from myapp import EmailValidator, ValidationError

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "guidance"),
    [
        ("notanemail", "must contain @ symbol"),
        ("user@", "is missing domain after @"),
        ("@domain.com", "is missing username before @"),
        ("user@host@", "is missing domain after @"),
    ],
)
def test_a_wrong_address_is_shown_with_what_is_missing(text, guidance):
    """Each mistake gets its own guidance, together with the address as it was typed.

    REAL BUG THIS CATCHES: validate() mixes up its checks or leaves the address out of its message, so that people who
    fill in a form for a whole team cannot tell which address to mend, nor how.
    """
    with pytest.raises(ValidationError) as caught:
        EmailValidator().validate(text)

    assert str(caught.value) == f"Email '{text}' {guidance}, as in name@example.com"


@pytest.mark.parametrize("text", ["", " ", "\t\n"])
def test_an_empty_address_is_called_empty(text):
    """Blanks count as nothing, for they look like nothing.

    REAL BUG THIS CATCHES: validate() lets the empty field through, or complains of a missing @ in an address that the
    user cannot see, because strip() was lost.
    """
    with pytest.raises(ValidationError) as caught:
        EmailValidator().validate(text)

    assert str(caught.value) == "Email cannot be empty: enter an address such as name@example.com"


@pytest.mark.parametrize(
    "text",
    [
        "test@example.com",
        "a@b",
        '"john@home"@example.com',
        "jörg@münchen.example",
        "robert'); DROP TABLE users;--@example.com",
    ],
)
def test_an_address_with_both_halves_is_accepted(text):
    """Unusual is not wrong: only a mail can tell whether an address works.

    REAL BUG THIS CATCHES: validate() splits at the first @ or refuses characters, and customers with real but unusual
    addresses cannot register.
    """
    assert EmailValidator().validate(text) is None


def test_a_wrong_address_can_be_handled_as_a_value_error():
    """Callers that know nothing of this package catch ValueError.

    REAL BUG THIS CATCHES: ValidationError loses its base class, and form libraries that turn ValueError into a
    message for the user answer with an internal server error instead.
    """
    with pytest.raises(ValueError, match="must contain @ symbol"):
        EmailValidator().validate("notanemail")
