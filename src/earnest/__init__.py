"""Earnest proves what a test suite is worth: it changes the code under test and looks whether a test notices."""

__all__ = ["__version__"]

__version__ = "0.1.0"
