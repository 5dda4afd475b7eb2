"""What the operators of the family messages do to the text that a person reads."""

import ast
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earnest.changes import find_operator, generate
from earnest.changes.shapes.literal import fields_of, literal_parts
from earnest.model import SourceFile


def changed(operator, text):
    """Every text that the operator of this name makes of the module, in file order."""
    source = SourceFile("pkg/mod.py", "pkg.mod", text, hashlib.sha256(text.encode()).hexdigest())
    changes = generate(source, operators=[find_operator(operator)], per_line=None)
    return [change.apply(text) for change in changes]


def message_of(text, *arguments):
    """What `f` of the module says when it raises."""
    names = {}
    exec(compile(text, "mod.py", "exec"), names)
    with pytest.raises(ValueError) as caught:
        names["f"](*arguments)
    return str(caught.value)


WAYS = {
    "f-string": "f'no {a!r} in {b:>4} {{}}'",
    "two f-strings": "f'no {a!r} '  # {a}\n        'in ' f'{b:>4} {{}}'",
    "nested quotes": "f'''no {a!r} in {dict(x=b)['x']:>{len(\"four\")}} {{}}'''",
    "percent": "'no %r in %4s {}' % (a, b)",
    "percent over lines": "('no %r '\n        'in %4s {}') % (\n        a,\n        b)",
    "mapping": "'no %(a)r in %(b)4s {}' % {'a': a, 'b': b}",
    "format": "'no {!r} in {:>4} {{}}'.format(a, b)",
    "numbered": "'no {1!r} in {0:>4} {{}}'.format(b, a)",
    "named": "'no {a!r} in {b:>{width}} {{}}'.format(a=a, b=b, width=4)",
    "sum": "'no ' + repr(a) + f' in {b:>4}' + ' {}'",
}


@pytest.mark.parametrize("written", WAYS.values(), ids=WAYS)
def test_the_quoted_value_is_left_out_and_the_rest_of_the_message_stays(written):
    """However the message is put together.

    REAL BUG THIS CATCHES: the wrong value left out, values that slide to another place, or a message that raises.
    """
    text = f"def f(a, b):\n    raise ValueError({written})\n"
    assert message_of(text, "x", "y") == "no 'x' in    y {}"
    (after,) = changed("drop-value-from-message", text)
    assert message_of(after, "x", "y") == "no  in    y {}"


@pytest.mark.parametrize("written", [WAYS[way].replace("{a!r}", "{0}") for way in ("f-string", "two f-strings")])
def test_a_value_is_left_out_behind_others(written):
    """Of two arguments that are shown plainly the first goes, a constant never before a variable.

    REAL BUG THIS CATCHES: fields counted wrongly once a field holds no variable.
    """
    (after,) = changed("drop-value-from-message", f"def f(a, b):\n    raise ValueError({written})\n")
    assert message_of(after, "x", "y") == "no 0 in  {}"


def test_a_percent_sign_stays_one_when_the_last_value_goes():
    """`%%` means `%` only while there is a `%` operator.

    REAL BUG THIS CATCHES: a second, unintended change of the message.
    """
    text = "def f(a):\n    raise ValueError('100%% of %s' % a)\n"
    (after,) = changed("drop-value-from-message", text)
    assert message_of(after, 1) == "100% of "


@pytest.mark.parametrize(
    ("before", "gone"),
    [
        ("{MAX} {self.x} {type(self).__name__} {b} {a}", "{a}"),
        ("{MAX} {self.x} {b}", "{b}"),
        ("{MAX} {self.x}", "{self.x}"),
        ("{MAX}", "{MAX}"),
        ("{a} {MAX} {self.x!r}", "{self.x!r}"),
    ],
)
def test_of_many_values_the_one_that_is_most_likely_to_offend_is_left_out(before, gone):
    """What is quoted, then what was handed in; the limit stands in the documentation anyway.

    REAL BUG THIS CATCHES: six changes of one message, or one that leaves out a constant.
    """
    text = f"def f(self, a):\n    b = a\n    raise ValueError(f'{before}')\n"
    assert changed("drop-value-from-message", text) == [text.replace(gone, "")]


def test_a_message_kept_in_a_variable_is_changed_where_it_is_made():
    """And only when an exception is raised with it.

    REAL BUG THIS CATCHES: messages missed because a linter wants them in a variable; other texts taken for messages.
    """
    text = "def f(a):\n    msg = f'no {a}'\n    title = f'row {a}'\n    show(title)\n    raise ValueError(msg)\n"
    assert changed("drop-value-from-message", text) == [text.replace("{a}'\n    title", "'\n    title")]


def test_a_text_that_is_handed_to_a_check_is_a_message():
    """`require(x > 0, "x must be positive")` raises with it.

    REAL BUG THIS CATCHES: messages of projects with their own checking functions never questioned.
    """
    text = "def f(x):\n    require(x > 0, 'x must be positive')\n"
    assert changed("empty-message", text) == ['def f(x):\n    require(x > 0, "")\n']


def test_an_exception_of_the_file_is_known_by_its_grandparent():
    """Its name says nothing, its base in the same file does.

    REAL BUG THIS CATCHES: messages built inside exception classes never questioned.
    """
    text = (
        "class Base(Exception):\n    pass\n\nclass Gone(Base):\n    def __init__(self, key):\n"
        "        Base.__init__(self, f'no {key}')\n        self.detail = 'gone for ever'\n"
    )
    assert len(changed("empty-message", text)) == 2
    assert changed("empty-message", text.replace("(Exception)", "")) == []


FIELD = st.sampled_from(
    ["a", "a!r", "a:>{b}", "a:{'}'}>9", "d['k']", "d['}']", "{1: 2}[1]", "(lambda: a)()", "a=", "a == b", "f'{b}'"]
)
PART = st.one_of(
    st.sampled_from(["x", "{{", "}}", "\\n", "\\\\", "#", " ", ":"]), FIELD.map(lambda text: f"{{ {text}}}")
)


@given(st.lists(PART, max_size=8), st.sampled_from(['"', '"""']), st.sampled_from(["f", "rf", "F", "fR"]))
def test_the_fields_found_in_an_f_string_are_those_that_python_finds(parts, quote, prefix):
    """The scanner reads text, as the places in `ast` are wrong before Python 3.12.

    REAL BUG THIS CATCHES: a brace in a string, a specification or an escape taken for the end of a field.
    """
    text = prefix + quote + "".join(parts) + quote
    parsed = ast.parse(text, mode="eval").body
    values = [part for part in parsed.values if isinstance(part, ast.FormattedValue)]
    found = [text[start:end] for start, end in fields_of(text, 0, len(text), formatted_only=True)]
    assert found == [part for part in parts if part.startswith("{ ")]
    assert len(found) == len(values)


@given(st.lists(st.text("ab'\"\\ \n#{}é%", max_size=6), min_size=1, max_size=4))
def test_the_parts_of_adjacent_literals_are_told_apart(values):
    """Whatever they hold, and whatever stands between them.

    REAL BUG THIS CATCHES: a quote or a `#` inside a literal taken for its end or for a comment.
    """
    text = "  # it's\n".join(repr(value) for value in values)
    parts = [text[start:end] for start, end in literal_parts(text, 0, len(text))]
    assert parts == [repr(value)[1:-1] for value in values]
