"""A bank of one account."""
