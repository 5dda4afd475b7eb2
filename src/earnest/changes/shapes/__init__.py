"""Shapes of code that several operators look for: each module knows one of them."""
