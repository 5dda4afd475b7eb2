"""Empties the message of an error."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.message import MESSAGE_NODES, messages

__all__ = ["EmptyMessage"]


class EmptyMessage(Operator):
    """Replaces the text that says what went wrong by an empty one.

    Looks at what exceptions are raised with, also by way of a variable, at what their classes hand to
    `super().__init__` or return from `__str__`, and at what is reported without raising: a parser's `error`, `fail`,
    `sys.exit("...")`, standard error, lists and tables of errors.

    Stands for the report at three in the morning that reads `ValueError:` and nothing else.

    Before: `raise ValueError("the end lies before the start")`
    After: `raise ValueError("")`

    Must not fire on texts that are not about an error, on single words that are a key rather than a message
    (`raise KeyError("name")`), on logging, and on `raise NotImplementedError` or `AssertionError`.
    """

    name = "empty-message"
    family = Family.MESSAGES
    incident = "The error said nothing: whoever met it could neither mend it nor tell support what had happened."
    nodes = MESSAGE_NODES
    priority = 25
    accepts = (
        Accept(
            "def f(x):\n    if x < 0:\n        raise ValueError('x is '\n            f'{x}, below 0')\n",
            ('def f(x):\n    if x < 0:\n        raise ValueError("")\n',),
        ),
        Accept(
            "def f(x):\n    msg = 'too large: %d' % x\n    raise errors.Refused(msg)\n",
            ('def f(x):\n    msg = ""\n    raise errors.Refused(msg)\n',),
        ),
        Accept(
            "class NoUser(LookupError):\n    def __init__(self, key):\n        super().__init__(f'no user {key}')\n",
            ('class NoUser(LookupError):\n    def __init__(self, key):\n        super().__init__("")\n',),
        ),
        Accept(
            "class NoUser(AppError):\n    def __str__(self):\n        return 'no user ' + self.key\n",
            ('class NoUser(AppError):\n    def __str__(self):\n        return ""\n',),
        ),
        Accept(
            "def f(user):\n    raise HTTPException(status_code=404, detail=_('no such user'))\n",
            ('def f(user):\n    raise HTTPException(status_code=404, detail=_(""))\n',),
        ),
        Accept(
            "def f(form, errors):\n    errors['age'] = 'too young' if form.age else 'no age given'\n",
            (
                "def f(form, errors):\n    errors['age'] = \"\" if form.age else 'no age given'\n",
                "def f(form, errors):\n    errors['age'] = 'too young' if form.age else \"\"\n",
            ),
        ),
        Accept(
            "import sys\ndef f(parser):\n    parser.error('no file given')\n    print('no file', file=sys.stderr)\n",
            (
                "import sys\ndef f(parser):\n    parser.error(\"\")\n    print('no file', file=sys.stderr)\n",
                "import sys\ndef f(parser):\n    parser.error('no file given')\n    print(\"\", file=sys.stderr)\n",
            ),
        ),
    )
    rejects = (
        Reject("def f(key):\n    raise KeyError('name')\n", "the word is the key that was missed"),
        Reject("def f():\n    print('three files done')\n", "this is no error"),
        Reject("def f():\n    raise NotImplementedError('later on')\n", "an abstract method has no behaviour to break"),
        Reject("def f(logger):\n    logger.error('it did not work')\n", "logging is arid"),
        Reject("def f(x):\n    raise Refused(x, code='E12')\n", "the code is not a message"),
        Reject("def f(x):\n    assert x, 'no x at all'\n", "an assert speaks to developers"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """Each text of a message becomes `""`."""
        for message in messages(node, context):
            yield Edit(*context.span(message.node), '""', f"the message of {message.owner} is empty")
