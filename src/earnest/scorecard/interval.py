"""How far a share seen in a sample can be trusted."""

from __future__ import annotations

from math import sqrt

__all__ = ["wilson"]

_Z = 1.959963984540054
"""The 97.5 % quantile of the normal distribution."""


def wilson(hits: int, tries: int) -> tuple[float, float]:
    """The 95 % score interval of a share (E. B. Wilson, Probable inference, JASA 22, 1927); honest for small numbers
    too.
    """
    if not tries:
        return 0.0, 1.0
    share = hits / tries
    weight = _Z * _Z / tries
    centre = share + weight / 2
    spread = _Z * sqrt(share * (1 - share) / tries + weight / (4 * tries))
    return max(0.0, (centre - spread) / (1 + weight)), min(1.0, (centre + spread) / (1 + weight))
