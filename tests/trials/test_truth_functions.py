"""Verdicts where somebody else holds the function: its code must change for all who call it, and for nobody else."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow


def test_functions_that_others_captured_are_changed_for_them_too(judged):
    """
    REAL BUG THIS CATCHES: a click command, a partial or a registry calls the old code; a default keeps the old value.
    """
    report = judged("trap_captured")
    assert set(report.verdicts_in("greet")) == {"caught"}
    assert set(report.verdicts_in("scale")) == {"caught"}
    assert report.paths_in("fallback") == {"cold"}


def test_decorated_functions_and_classes_are_changed_below_their_wrappers(judged):
    """
    REAL BUG THIS CATCHES: decorated code is left out, and a cache that import had filled answers for the changed code.
    """
    report = judged("trap_decorated")
    assert report.paths_in("slow_square") == {"cold"}
    assert "caught" in report.verdicts_in("slow_square")
    assert set(report.verdicts_in("plus_one")) == {"caught"}


def test_equal_code_objects_are_told_apart(judged):
    """
    REAL BUG THIS CATCHES: the change lands in the twin of its function, which no test asserts on, or in both.
    """
    report = judged("trap_twins")
    assert set(report.verdicts_in("A.size")) == {"caught"}
    assert set(report.verdicts_in("B.size")) == {"missed"}
    assert set(report.verdicts_in("left")) == {"caught"}
    assert set(report.verdicts_in("right")) == {"missed"}


def test_code_that_looks_at_itself_sees_what_an_import_would_show(judged):
    """
    REAL BUG THIS CATCHES: the frame of changed code has another name than a plain run would give it.
    """
    report = judged("trap_introspection")
    assert "caught" in report.verdicts_in("who")


def test_doubles_hide_the_change_only_while_they_stand(judged):
    """
    REAL BUG THIS CATCHES: what a patch puts back is the unchanged function, so that changes behind a double are missed.
    """
    report = judged("trap_doubles")
    assert "caught" in report.verdicts_in("fetch")
