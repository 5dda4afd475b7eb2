"""Verdicts where code runs while modules are imported, early, late or more than once."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow


def test_code_that_ran_at_import_is_judged_by_a_fresh_import(judged):
    """
    REAL BUG THIS CATCHES: a constant keeps what the unchanged function computed, and its change counts as missed.
    """
    report = judged("trap_import_time")
    assert report.paths_in("_steps") == {"cold"}
    assert set(report.verdicts_in("_steps")) == {"caught"}
    assert report.paths_in("both") == {"hot"}


def test_a_function_imported_by_name_is_changed_in_every_module_that_has_it(judged):
    """
    REAL BUG THIS CATCHES: `from module import function` keeps the old function, so no change of it is ever caught.
    """
    report = judged("trap_from_import")
    assert set(report.verdicts_in("square")) == {"caught"}


def test_modules_that_are_imported_late_or_again_hold_the_change(judged):
    """
    REAL BUG THIS CATCHES: a test imports, reloads or runs the module by its path and gets the unchanged file.
    """
    report = judged("trap_late_import")
    assert "caught" in report.verdicts_in("third")
    assert "caught" in report.verdicts_in("double")


def test_a_project_that_conftest_files_import_is_imported_behind_the_change(judged):
    """
    REAL BUG THIS CATCHES: a conftest file is loaded before the change is in place and hands out unchanged objects.
    """
    report = judged("trap_conftest_import")
    assert "caught" in report.verdicts_in("_start")


def test_work_that_the_first_test_does_for_all_is_judged_by_all(judged):
    """
    REAL BUG THIS CATCHES: a session fixture's or a cache's code counts as run by one test alone, one that asserts nothing.
    """
    report = judged("trap_shared_work")
    assert set(report.verdicts_in("configure")) == {"caught"}
    assert "caught" in report.verdicts_in("table")


def test_parts_of_a_lazy_package_are_judged_by_all_who_may_use_them(judged):
    """
    REAL BUG THIS CATCHES: no import statement leads to a part, so that no test is chosen for what it did when imported.
    """
    report = judged("trap_lazy_package")
    assert set(report.verdicts_in("_unit")) == {"caught"}


def test_a_project_that_is_a_pytest_plugin_can_be_changed(judged):
    """
    REAL BUG THIS CATCHES: pytest's assertion rewriting loads the plugin past our loader, and every change is missed.
    """
    report = judged("trap_plugin")
    assert "caught" in report.verdicts_in("greeting")


def test_a_path_that_the_tests_set_themselves_leads_to_the_change(judged):
    """
    REAL BUG THIS CATCHES: the source directory is known only to conftest files, and the code counts as foreign.
    """
    report = judged("trap_path_hack")
    assert "caught" in report.verdicts_in("add")
    assert "missed" in report.verdicts_in("take") or "caught" in report.verdicts_in("take")


def test_tests_inside_the_package_are_not_the_code_under_test(judged):
    """
    REAL BUG THIS CATCHES: the package is imported with its tests before the change is in place.
    """
    report = judged("trap_tests_inside")
    assert not [change for change in report.changes if "/tests/" in change["file"]]
    assert set(report.verdicts_in("shrink")) == {"missed"}


def test_a_namespace_package_in_a_source_directory_needs_no_installation(judged):
    """
    REAL BUG THIS CATCHES: a package without `__init__.py` above it gets another name than the tests import it by.
    """
    report = judged("trap_src_layout", variables={"PYTHONPATH": "src"})
    assert "caught" in report.verdicts_in("metres")
