"""Leaves out the call that makes a cache forget."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.call_statement import call_statement, drop_call, words_of

__all__ = ["DropInvalidation"]


class DropInvalidation(Operator):
    """Leaves out a statement by which a cache forgets or renews what it holds.

    Stands for the stale page: the price was changed, half of the customers still see the old one.

    Before: `cache.delete(key)`
    After: `pass`

    Must not fire where the result of the call is used, and on calls that have to do with no cache.
    """

    name = "drop-invalidation"
    family = Family.EFFECTS
    incident = "Old data was shown after a change, because the cache was not told to forget it."
    nodes = (ast.Expr,)
    priority = 5
    accepts = (
        Accept(
            "def rename(self, user):\n    self.store(user)\n    self._user_cache.pop(user.id, None)\n",
            ("def rename(self, user):\n    self.store(user)\n    pass\n",),
        ),
        Accept(
            "def reload():\n    settings.cache_clear()\n",
            ("def reload():\n    pass\n",),
        ),
        Accept(
            "def rename(user):\n    invalidate_pages(user)\n",
            ("def rename(user):\n    pass\n",),
        ),
    )
    rejects = (
        Reject("def rename(names, old):\n    names.pop(old)\n", "no cache in sight"),
        Reject("def rename(cache, key, name):\n    cache.set(key, name)\n", "it does not forget"),
    )

    _VERBS: ClassVar[frozenset[str]] = frozenset({
        "invalidate", "evict", "purge", "expire", "bust", "revalidate",
    })  # fmt: skip
    _AT_CACHES: ClassVar[frozenset[str]] = frozenset({
        "delete", "pop", "clear", "remove", "discard", "reset", "refresh", "flush",
    })  # fmt: skip

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The statement becomes `pass`."""
        found = call_statement(node)
        if found is None:
            return
        at_cache = "cache" in words_of(found.receiver) or "cache" in words_of(found.name)
        forgets = found.verb in self._AT_CACHES or found.name == "cache_clear"
        if found.verb in self._VERBS or (at_cache and forgets):
            yield from drop_call(found, context, ": the cache keeps what it holds")
