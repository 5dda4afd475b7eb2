"""Earnest proves what a test suite is worth: it changes the code under test and looks whether a test notices.

PYTEST_DONT_REWRITE: as a plugin's distribution it is marked for assertion rewriting, and pytest would warn in each run that
Earnest itself starts, since the package is imported by then.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
