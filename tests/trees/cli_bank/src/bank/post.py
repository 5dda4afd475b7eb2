"""Letters to customers."""

letters = []


def tell(text):
    """Writes a letter."""
    letters.append(text)
