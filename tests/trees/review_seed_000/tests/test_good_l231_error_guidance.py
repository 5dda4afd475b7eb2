import pytest
from myapp.validation import EmailValidator, ValidationError


@pytest.mark.parametrize(
    ("invalid_input", "expected_guidance"),
    [
        ("", "Email cannot be empty"),
        ("notanemail", "must contain @ symbol"),
        ("user@", "missing domain after @"),
        ("@domain.com", "missing username before @"),
    ],
)
def test_validation_errors_provide_actionable_feedback(invalid_input, expected_guidance):
    """Test that errors help users fix problems."""
    with pytest.raises(ValidationError) as exc_info:
        EmailValidator().validate(invalid_input)

    assert invalid_input in str(exc_info.value)
    assert expected_guidance in str(exc_info.value)
