"""What an operator may ask about the node before it: text, spans, parents, scopes, and what the file imports."""

from __future__ import annotations
