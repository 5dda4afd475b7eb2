"""Criterion 6: helpful error messages."""

from __future__ import annotations

from ..model import Family
from .caught_share import CaughtShare
from .facts import Facts
from .sources import has_messages

__all__ = ["HelpfulMessages"]


class HelpfulMessages(CaughtShare):
    """The suite notices when an error message stops helping whoever has to read it.

    Measured as message changes caught, of those run: a message emptied, the offending value left out.

    N/A where nothing is raised with a message.
    """

    number = 6
    name = "helpful error messages"
    families = (Family.MESSAGES,)
    unit = "message changes"

    def absent(self, facts: Facts) -> str:
        """No exception says anything."""
        return "" if has_messages(facts.project) else "the code raises nothing with a message"

    def advice(self, worst: str) -> str:
        """Match the text."""
        return f"Assert what the message of {worst} says, offending value included: pytest.raises(..., match=...)."
