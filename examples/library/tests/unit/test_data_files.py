"""Whole files of records, real ones."""

import locale

import pytest
from myapp import DataParser, ParsedDocument, ValidationError

pytestmark = pytest.mark.unit


@pytest.fixture
def old_locale():
    """This process believes, as it does on many servers, that all text is ASCII."""
    before = locale.setlocale(locale.LC_CTYPE)
    locale.setlocale(locale.LC_CTYPE, "C")
    yield
    locale.setlocale(locale.LC_CTYPE, before)


def test_a_file_becomes_a_document(tmp_path, old_locale):
    """Also with letters that need more than one byte, wherever it is read.

    REAL BUG THIS CATCHES: load() reads with the encoding of the machine instead of UTF-8, and names of customers
    arrive garbled on some servers only.
    """
    path = tmp_path / "sales.txt"
    path.write_bytes("# author: Jörg\n[März]\nitem:crème,count:3\n".encode())

    document = DataParser().load(path)

    assert document == ParsedDocument({"author": "Jörg"}, {"März": [{"item": "crème", "count": 3}]})


def test_an_empty_file_is_an_empty_document(tmp_path):
    """And two empty documents do not share their contents.

    REAL BUG THIS CATCHES: load() fails for the empty file that a nightly export leaves on a quiet day, or all
    documents share one set of sections and customers see each other's data.
    """
    path = tmp_path / "quiet.txt"
    path.write_text("")

    first, second = DataParser().load(str(path)), DataParser().load(path)
    first.sections["added"] = []
    first.metadata["added"] = 1

    assert (second.metadata, second.sections) == ({}, {})


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[May]\n\nitem;pen\n", "line 3: 'item;pen' is missing a colon: write name:value"),
        ("item:pen\n[May]\n", "line 1: a [section] is required before the record 'item:pen'"),
        ("# version: 1\n\n# version: 2\n", "line 3: 'version' must appear only once, but 'version: 2' gives it again"),
        ("[May]\n[June\n", "line 2: '[June' is missing a colon: write name:value"),
        ("[May]\nJuly]\n", "line 2: 'July]' is missing a colon: write name:value"),
    ],
)
def test_a_broken_file_is_refused_with_its_name_and_the_line(tmp_path, text, complaint):
    """With ten thousand lines, "missing a colon" alone helps nobody.

    REAL BUG THIS CATCHES: load() or _parse_complex_format() loses the name of the file or counts lines from 0, and
    whoever mends the file at night searches in the wrong place.
    """
    path = tmp_path / "sales.txt"
    path.write_text(text)

    with pytest.raises(ValidationError) as caught:
        DataParser().load(path)

    assert str(caught.value) == f"{path}, {complaint}"


def test_the_original_error_stays_attached(tmp_path):
    """From the file to the line to the record, for whoever debugs the parser itself.

    REAL BUG THIS CATCHES: load() or _parse_complex_format() cuts the chain of causes, and the trace in the log looks
    like two failures that have nothing to do with each other.
    """
    path = tmp_path / "sales.txt"
    path.write_text("# version")

    with pytest.raises(ValidationError) as caught:
        DataParser().load(path)

    in_line = caught.value.__cause__
    assert str(in_line) == "line 1: 'version' is missing a colon: write name:value"
    assert str(in_line.__cause__) == "'version' is missing a colon: write name:value"


def test_a_missing_file_is_named(tmp_path):
    """The system's own error says it best.

    REAL BUG THIS CATCHES: load() swallows the error and returns an empty document, and an import of nothing is a
    success.
    """
    with pytest.raises(FileNotFoundError, match=r"missing\.txt"):
        DataParser().load(tmp_path / "missing.txt")
