import pytest
from myapp.validation import EmailValidator, ValidationError


def test_validation_errors_provide_actionable_feedback():
    """Test that errors help users fix problems."""
    validator = EmailValidator()

    error_cases = [
        ("", "Email cannot be empty"),
        ("notanemail", "must contain @ symbol"),
        ("user@", "missing domain after @"),
        ("@domain.com", "missing username before @"),
    ]

    for invalid_input, expected_guidance in error_cases:  # expect: ET602
        with pytest.raises(ValidationError) as exc_info:
            validator.validate(invalid_input)

        error_msg = str(exc_info.value).lower()

        # Error should mention the problematic input
        assert invalid_input in str(exc_info.value) or "email" in error_msg

        # Error should provide actionable guidance
        assert any(word in error_msg for word in ["must", "cannot", "missing", "required"])

        # Error should not just say "invalid"
        assert len(error_msg) > 10
