"""The user's project: found, read, parsed, compared with its past."""

from .discover import discover
from .first_party import FirstParty, first_party
from .imports import imports_of
from .patterns import matcher
from .production import EngineEvidence, production_engines
from .revision import changed_lines
from .root import find_root
from .skeleton import skeleton_digest
from .source import encoding_of, parse, read_source, source_of
from .stamps import stamps
from .survey import Survey, survey

__all__ = [
    "EngineEvidence",
    "FirstParty",
    "Survey",
    "changed_lines",
    "discover",
    "encoding_of",
    "find_root",
    "first_party",
    "imports_of",
    "matcher",
    "parse",
    "production_engines",
    "read_source",
    "skeleton_digest",
    "source_of",
    "stamps",
    "survey",
]
