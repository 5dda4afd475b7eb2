"""Verdicts on code that the compiler treats in a way of its own."""

from __future__ import annotations

import sys

import pytest

pytestmark = pytest.mark.slow


def test_names_of_enclosing_scopes_survive_the_change(judged):
    """
    REAL BUG THIS CATCHES: a change drops the last use of a free variable or of `super()`, and the code cannot be assigned.
    """
    report = judged("trap_scopes")
    assert "caught" in report.verdicts_in("Loud.__init__")
    assert "caught" in report.verdicts_in("counter.up")
    assert "unviable" not in report.verdicts.values()


def test_annotations_stay_text_where_the_module_says_so(judged):
    """
    REAL BUG THIS CATCHES: the changed function is compiled without the module's flags and fails on a name of its annotation.
    """
    report = judged("trap_future_annotations")
    assert "caught" in report.verdicts_in("measure")


def test_generators_and_coroutines_are_judged_as_an_import_would_have_it(judged):
    """
    REAL BUG THIS CATCHES: a generator that was started at import goes on with the old code.
    """
    report = judged("trap_generators")
    assert "caught" in report.verdicts_in("closing")
    assert "caught" in report.verdicts_in("ticks")
    assert report.paths_in("_started") == {"cold"}


def test_comprehensions_are_changed_inlined_or_not(judged):
    """
    REAL BUG THIS CATCHES: a lambda in a comprehension is looked for in a code object that Python 3.12 no longer makes.
    """
    report = judged("trap_comprehensions")
    assert "caught" in report.verdicts_in("makers")
    assert "caught" in report.verdicts_in("Table")


def test_match_statements_and_exception_groups_are_judged_truly(judged):
    """
    REAL BUG THIS CATCHES: a pattern or an `except*` clause is changed in a way that compiles to something else.
    """
    report = judged("trap_match_groups")
    assert "caught" in report.verdicts_in("area")
    assert "caught" in report.verdicts_in("summary")


@pytest.mark.skipif(sys.version_info < (3, 12), reason="the syntax is of Python 3.12")
def test_functions_with_type_parameters_are_found_inside_their_hidden_scope(judged):
    """
    REAL BUG THIS CATCHES: the code object lies one level deeper than its qualified name says, and is never exchanged.
    """
    report = judged("trap_pep695")
    assert "caught" in report.verdicts_in("first")
    assert "caught" in report.verdicts_in("Stack.push")
