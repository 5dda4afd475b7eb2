"""A baseline: the findings that a project knows already, by their content and not by their line."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import UsageError
from ..model import Finding

__all__ = ["Known", "read_known", "write_known"]

_SCHEMA = 1
_NEVER = frozenset({"ET004"})
"""A file that cannot be read is not known, whatever was in it yesterday."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a baseline holds."""

    entries: frozenset[tuple[str, str, str]]
    """File, code, key."""

    def divide(self, findings: Iterable[Finding], files: Collection[str] | None) -> tuple[list[Finding], int, int]:
        """The findings that are new, how many are known, and how many entries are gone. `files`: those that were
        reviewed; None for the whole project, where entries of deleted files are gone too."""
        every = list(findings)
        new = [one for one in every if _entry(one) not in self.entries]
        expected = {entry for entry in self.entries if files is None or entry[0] in files}
        return new, len(every) - len(new), len(expected - {_entry(one) for one in every})


def _entry(finding: Finding) -> tuple[str, str, str]:
    return finding.location.file, finding.code, finding.key


def read_known(file: Path) -> Known:
    """The baseline in the file. Raises UsageError where there is none."""
    again = f"Write it anew with --write-baseline {file.name}."
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"The baseline {str(file)!r} does not exist.", cure=again) from error
    except OSError as error:
        raise UsageError(f"The baseline {str(file)!r} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"The baseline {str(file)!r} is not JSON: {error}.", cure=again) from error
    if not isinstance(document, Mapping) or document.get("schema") != _SCHEMA:
        raise UsageError(f"The file {str(file)!r} is no baseline of this version of Earnest.", cure=again)
    return Known(frozenset(_entries(document.get("findings"))))


def _entries(table: object) -> Iterator[tuple[str, str, str]]:
    """What has the form of an entry; anything else cannot match a finding."""
    for path, by_code in table.items() if isinstance(table, Mapping) else ():
        for code, keys in by_code.items() if isinstance(by_code, Mapping) else ():
            yield from ((path, code, key) for key in (keys if isinstance(keys, list) else ()) if isinstance(key, str))


def write_known(file: Path, findings: Iterable[Finding], files: Collection[str] | None) -> int:
    """Writes the baseline and says how many findings it holds. Where only `files` were reviewed, what the file holds for
    others stays. Raises UsageError where it cannot be written."""
    entries = {_entry(one) for one in findings if one.code not in _NEVER}
    if files is not None and file.exists():
        entries |= {entry for entry in read_known(file).entries if entry[0] not in files}
    table: dict[str, dict[str, list[str]]] = {}
    for path, code, key in sorted(entries):
        table.setdefault(path, {}).setdefault(code, []).append(key)
    _replace(file, json.dumps({"schema": _SCHEMA, "findings": table}, indent=1) + "\n")
    return len(entries)


def _replace(file: Path, text: str) -> None:
    """Puts the text there in one step: a run that reads meanwhile sees the old one or the new one."""
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        with open(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.chmod(temporary, 0o644)
        os.replace(temporary, file)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise UsageError(f"The baseline cannot be written to {str(file)!r}: {error.strerror}.") from error
