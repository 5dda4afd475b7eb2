"""Collects the tests once and runs them once: who ran what, for how long, with which doubles."""
