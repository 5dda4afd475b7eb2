"""Says which lines of the working tree differ from a revision, for `--diff`."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..errors import PlatformError, UsageError

__all__ = ["changed_lines"]

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)")
_NAMED = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r"}
_INHERITED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_DIFF_OPTS", "GIT_EXTERNAL_DIFF")
"""Set inside of git's hooks; they would point git away from the repository of the root."""


def changed_lines(root: Path, revision: str) -> Mapping[str, frozenset[int]]:
    """The lines of Python files below `root` that are not as the merge base of HEAD and `revision` has them.

    File, relative to `root` -> lines as the working tree numbers them. Uncommitted changes count, and so do untracked
    files that git does not ignore; a renamed file counts with the lines that differ. Lines that were only deleted have
    no number, so a file with nothing else is not named. Raises UsageError and PlatformError.
    """
    top = Path(os.fsdecode(_git(root, "rev-parse", "--show-toplevel").removesuffix(b"\n")))
    base = _base(root, revision)
    diff = _git(
        top, "diff", "--no-ext-diff", "--no-textconv", "--no-color", "-U0", "-M", "--ignore-submodules",
        "--src-prefix=a/", "--dst-prefix=b/", base, "--", "*.py",
    )  # fmt: skip
    inside = os.path.relpath(root.resolve(), top.resolve())
    prefix = "" if inside == "." else f"{inside}/"
    changed = {path.removeprefix(prefix): lines for path, lines in _files(diff) if path.startswith(prefix)}
    return changed | dict(_untracked(root))


def _base(root: Path, revision: str) -> str:
    """The commit to compare with."""
    name = f"{revision}^{{commit}}"
    commit = _run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    if commit.returncode or not revision:
        raise UsageError(f"git knows no revision {revision!r} in {root}.", cure="Has it been fetched?")
    end = commit.stdout.decode().strip()
    base = _run(root, "merge-base", end, "HEAD")
    if not base.returncode:
        return base.stdout.decode().split()[0]
    if _git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        cure = "Fetch more of it: git fetch --unshallow."
        raise UsageError(f"The shallow clone at {root} does not reach back to where {revision!r} began.", cure=cure)
    return end  # histories without a common ancestor


def _files(diff: bytes) -> Iterator[tuple[str, frozenset[int]]]:
    """File and changed lines of each part of a diff without context. Contents that look like headers are skipped."""
    lines = iter(diff.split(b"\n"))
    path, changed = "", set[int]()
    for line in lines:
        if line.startswith(b"+++ "):
            path = _path(line[4:])
        elif line.startswith(b"diff --git "):
            if path and changed:
                yield path, frozenset(changed)
            path, changed = "", set[int]()
        elif hunk := _HUNK.match(line):
            removed, start, added = (int(number) if number is not None else 1 for number in hunk.groups())
            changed.update(range(start, start + added))
            _skip(lines, removed + added)
    if path and changed:
        yield path, frozenset(changed)


def _skip(lines: Iterator[bytes], count: int) -> None:
    while count:
        if not next(lines).startswith(b"\\"):  # "\ No newline at end of file" is not counted in the header
            count -= 1


def _path(name: bytes) -> str:
    """The path of a `+++` line below the top of the repository; empty for a deleted file."""
    name = name.removesuffix(b"\t")  # git ends a name that holds blanks so
    if name.startswith(b'"'):
        name = _ESCAPE.sub(_unescaped, name[1:-1])
    return os.fsdecode(name.removeprefix(b"b/")) if name != b"/dev/null" else ""


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8)]) if len(code) == 3 else _NAMED.get(code, code)


def _untracked(root: Path) -> Iterator[tuple[str, frozenset[int]]]:
    names = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", "*.py")
    for name in filter(None, names.split(b"\0")):
        path = os.fsdecode(name)
        try:
            data = (root / path).read_bytes()
        except OSError:  # a dangling link, or gone since git listed it
            continue
        if data:
            yield path, frozenset(range(1, data.count(b"\n") + (not data.endswith(b"\n")) + 1))


def _git(directory: Path, *arguments: str) -> bytes:
    """Output of a git command that must succeed. Raises UsageError with git's own words."""
    done = _run(directory, *arguments)
    if not done.returncode:
        return done.stdout
    said = (done.stderr.decode(errors="replace").strip().splitlines() or [""])[0].removeprefix("fatal: ")
    raise UsageError(f"{directory} cannot be compared with a revision: git says {said!r}.")


def _run(directory: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in _INHERITED}
    # git must not even refresh its index, which is a file of the user's; `git diff` heeds only the second of these.
    environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    options = ("diff.autoRefreshIndex=false", "core.quotepath=off", "core.fsmonitor=false")
    command = ["git", "--no-pager", *(part for option in options for part in ("-c", option)), *arguments]
    try:
        return subprocess.run(
            command, cwd=directory, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except FileNotFoundError as error:
        raise PlatformError("--diff needs git, and there is no git on PATH.", cure="Install it.") from error
