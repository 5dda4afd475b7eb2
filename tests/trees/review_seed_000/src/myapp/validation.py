class ValidationError(Exception):
    pass


class EmailValidator:
    def validate(self, text):
        if not text:
            raise ValidationError("Email cannot be empty")
        if "@" not in text:
            raise ValidationError(f"Email {text!r} must contain @ symbol")
        name, _, domain = text.partition("@")
        if not domain:
            raise ValidationError(f"Email {text!r} is missing domain after @")
        if not name:
            raise ValidationError(f"Email {text!r} is missing username before @")
