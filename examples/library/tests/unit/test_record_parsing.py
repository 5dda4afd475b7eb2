"""Text to records."""

import pytest
from myapp import DataParser, ValidationError

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "record"),
    [
        pytest.param("name:John,age:25,city:NYC", {"name": "John", "age": 25, "city": "NYC"}, id="several"),
        pytest.param("a:1", {"a": 1}, id="one"),
        pytest.param(" name : John Smith , age : 25 ", {"name": "John Smith", "age": 25}, id="blanks"),
        pytest.param("url:http://host:80/", {"url": "http://host:80/"}, id="colon in the value"),
        pytest.param("note:", {"note": ""}, id="empty value"),
        pytest.param("temperature:-5,price:1.50", {"temperature": "-5", "price": "1.50"}, id="more than digits"),
        pytest.param("area:5²,room:²", {"area": "5²", "room": "²"}, id="superscripts"),
        pytest.param("", {}, id="nothing"),
        pytest.param(" \n", {}, id="blank"),
    ],
)
def test_text_becomes_a_record(text, record):
    """Names and values without the blanks around them, digits as numbers.

    REAL BUG THIS CATCHES: parse() splits at the wrong colon, keeps blanks or takes text for numbers, and an import
    stores damaged addresses and ages that cannot be compared.
    """
    assert DataParser().parse(text) == record


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name:John, age 25 ", "'age 25' is missing a colon: write name:value"),
        ("name:John, : 25 ", "': 25' is missing a name before the colon: write name:value"),
        ("name:John,", "'' is missing a colon: write name:value"),
        ("age:25,name:John, age: 26", "'age' must appear only once, but 'age: 26' gives it again"),
    ],
)
def test_a_broken_record_is_refused_with_the_broken_part(text, message):
    """Only the part that is wrong is shown, with the way to write it.

    REAL BUG THIS CATCHES: parse() drops a part that it cannot read or lets the last of two values win, and the
    customer's data are lost without a word; or it points at the whole of a long line.
    """
    with pytest.raises(ValidationError) as caught:
        DataParser().parse(text)

    assert str(caught.value) == message


def test_the_layout_of_a_document_is_understood():
    """Tested by itself although it is private: it has its own rules, and a mistake in it is hard to see through load().

    REAL BUG THIS CATCHES: _parse_complex_format() puts records into the wrong section or drops empty sections, and a
    report shows sales under the wrong month.
    """
    text = """# version: 2
  #author: Ann
\t
  [ May ]
item:pen,count:3
  item:ink,count:1
[June]

[May]
item:cap,count:9
"""

    # earnest: allow[ET301] the critical parsing logic, which fails independently of reading files
    document = DataParser._parse_complex_format(text)

    assert document.metadata == {"version": 2, "author": "Ann"}
    assert document.sections == {
        "May": [{"item": "pen", "count": 3}, {"item": "ink", "count": 1}, {"item": "cap", "count": 9}],
        "June": [],
    }
