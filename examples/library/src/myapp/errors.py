"""The errors that callers of this package are expected to handle."""

from __future__ import annotations

__all__ = ["ProviderError", "ServiceError", "ValidationError"]


class ValidationError(ValueError):
    """A value that a person entered cannot be accepted; the text tells that person why."""


class ServiceError(Exception):
    """A remote service could not be asked, or answered with something that is no answer."""


class ProviderError(ServiceError):
    """The language model could not be asked, or its answer did not arrive whole."""
