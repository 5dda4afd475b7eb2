"""Regular expressions that one process hands to others."""

from __future__ import annotations

import re
import subprocess
import sys
import warnings

import pytest

from earnest.suite.patterns import compiled_patterns, precompile


@pytest.fixture(autouse=True)
def _empty_cache():
    re.purge()
    yield
    re.purge()


def test_text_and_bytes_come_with_their_flags():
    """
    REAL BUG THIS CATCHES: patterns handed on without their flags, which no later call finds in the cache.
    """
    re.compile("a+b", re.IGNORECASE | re.DOTALL)
    re.compile(rb"c*")
    assert set(compiled_patterns()) == {("a+b", int(re.IGNORECASE | re.DOTALL)), (rb"c*", 0)}


def test_what_was_precompiled_is_not_compiled_again():
    """
    REAL BUG THIS CATCHES: keys of another form than `re` uses itself: each fork compiles everything once more, unnoticed.
    """
    precompile([("x{3}y", int(re.MULTILINE))])
    assert compiled_patterns() == [("x{3}y", int(re.MULTILINE))]
    first = re.compile("x{3}y", re.MULTILINE)
    assert re.compile("x{3}y", re.MULTILINE) is first
    assert len(compiled_patterns()) == 1


def test_a_pattern_that_warns_warns_again_where_it_is_used():
    """
    REAL BUG THIS CATCHES: a suite that makes warnings errors passes in trials with a pattern that fails it in plain pytest.
    """
    precompile([("[[a]b]", 0)])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(FutureWarning, match="nested set"):
            re.compile("[[a]b]")


def test_a_pattern_that_cannot_be_compiled_stops_none_of_the_others():
    """
    REAL BUG THIS CATCHES: an error in the process that holds the suite, which ends the whole run.
    """
    precompile([("(", 0), ("d", 1 << 20), ("e", 0)])
    assert ("e", 0) in compiled_patterns()


def test_a_fresh_interpreter_takes_what_another_one_compiled():
    """
    REAL BUG THIS CATCHES: values that the channel between processes cannot carry.
    """
    re.compile("f[0-9]", re.ASCII)
    code = (
        "import ast, re, sys\n"
        "from earnest.suite.patterns import compiled_patterns, precompile\n"
        "re.purge(); precompile(ast.literal_eval(sys.argv[1])); print(compiled_patterns())"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, repr(compiled_patterns())], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == repr([("f[0-9]", int(re.ASCII))])
