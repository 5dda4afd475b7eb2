"""Operators whose changes production would suffer from: some test must fail. One class, one file."""
