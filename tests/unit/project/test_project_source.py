"""`read_source` and `parse`: one file, as Python itself reads it."""

import ast
import hashlib
import warnings

import pytest

from earnest.errors import ProjectError
from earnest.model import SourceFile
from earnest.project import parse, read_source


def written(root, data):
    (root / "a.py").write_bytes(data)
    return read_source(root, "a.py", "a")


def parsed(text):
    return parse(SourceFile("shop/cart.py", "shop.cart", text, ""))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"x = '\xc3\xa9'\n", "x = '\u00e9'\n"),
        (b"\xef\xbb\xbfx = '\xc3\xa9'\n", "x = '\u00e9'\n"),
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'\n", "# -*- coding: latin-1 -*-\nx = '\u00e9'\n"),
        (b"#!/bin/sh\n# vim: coding=cp1252\nx = '\x80'\n", "#!/bin/sh\n# vim: coding=cp1252\nx = '\u20ac'\n"),
        (b"x = 1\n\n# coding: latin-1\ny = '\xc3\xa9'\n", "x = 1\n\n# coding: latin-1\ny = '\u00e9'\n"),
        (b"a = 1\r\nb = 2\rc = 3\n", "a = 1\nb = 2\nc = 3\n"),
        (b"", ""),
    ],
)  # fmt: skip
def test_text_is_decoded_as_the_file_declares_and_lines_end_one_way(data, text, tmp_path):
    """A declaration counts on the first two lines only, a byte order mark is no character.

    REAL BUG THIS CATCHES: offsets of changes are shifted by a byte order mark, or by each `\\r`.
    """
    source = written(tmp_path, data)
    assert source == SourceFile("a.py", "a", text, hashlib.sha256(data).hexdigest())
    assert ast.dump(parse(source)) == ast.dump(ast.parse(data))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"x = 1\ny = '\xe9'\n", "a.py:2: not utf-8, as the file says it is."),
        (b"# coding: klingon\n", "a.py:1: unknown encoding: klingon."),
        (b"# coding: ascii\nx = '\xe9'\n", "a.py:2: not ascii, as the file says it is."),
    ],
)
def test_a_file_that_cannot_be_decoded_is_named_with_its_line(data, message, tmp_path):
    """One sentence, the place, and the key that leaves the file out.

    REAL BUG THIS CATCHES: a UnicodeDecodeError traceback without the file's name.
    """
    with pytest.raises(ProjectError) as caught:
        written(tmp_path, data)
    assert caught.value.message == message
    assert "`exclude`" in caught.value.cure


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    """It may be gone by the time it is read.

    REAL BUG THIS CATCHES: a FileNotFoundError traceback when an editor replaces a file during the walk.
    """
    with pytest.raises(ProjectError, match=r"gone\.py cannot be read: No such file or directory\."):
        read_source(tmp_path, "gone.py", "gone")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1\ndef total(:\n    pass\n", "shop/cart.py:2: invalid syntax: def total(:"),
        ("if x:\nprint()\n", "shop/cart.py:2: expected an indented block after 'if' statement on line 1: print()"),
        (
            "print 'two'\n",
            "shop/cart.py:1: Missing parentheses in call to 'print'. Did you mean print(...)?: print 'two'",
        ),
        ("x = (1,\n", "shop/cart.py:1: '(' was never closed: x = (1,"),
        ("\tx = 1\n        y = 2\n", "shop/cart.py:1: unexpected indent: x = 1"),
    ],
)
def test_broken_syntax_is_reported_with_place_reason_and_text(text, message):
    """What Python would say, in one line that an editor can jump to.

    REAL BUG THIS CATCHES: a SyntaxError traceback that ends in our own code.
    """
    with pytest.raises(ProjectError) as caught:
        parsed(text)
    assert caught.value.message == message
    assert caught.value.cure == "Mend the file, or name it under `exclude` in [tool.earnest]."


@pytest.mark.parametrize("text", ["x = '\0'\n", "x = " + "(" * 5000 + ")" * 5000, "-" * 200_000 + "1"])
def test_text_that_breaks_the_parser_is_reported_too(text):
    """A zero byte, and nesting beyond any limit.

    REAL BUG THIS CATCHES: ValueError, RecursionError or MemoryError escapes as if it were a bug of ours.
    """
    with pytest.raises(ProjectError, match=r"^shop/cart\.py"):
        parsed(text)


def test_warnings_about_the_users_code_are_neither_shown_nor_errors():
    """Under -W error an invalid escape would be a SyntaxError.

    REAL BUG THIS CATCHES: a project with one old regular expression "does not parse" in a strict CI.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert isinstance(parsed('x = "\\d"\nassert (1, "always true")\n'), ast.Module)
