"""Finds the import roots of a project, and which packages and modules in them are the product."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from .hints import Hint, build_hints, workspace
from .suite_files import SuiteFiles
from .tree import MARKERS, PROJECT_FILES, Directory, Tree, join

__all__ = ["Ground", "ImportRoot", "find_import_roots", "place_sources", "stands_beside"]

_BESIDE = frozenset({
    "benchmark", "benchmarks", "conftest", "doc", "docs", "documentation", "example", "examples", "ez_setup", "noxfile",
    "script", "scripts", "setup", "versioneer",
})  # fmt: skip
"""What stands beside a product and is importable only by accident."""
_BESIDE_UNLESS_TESTED = frozenset({
    "bench", "bin", "ci", "contrib", "demo", "demos", "dodo", "fabfile", "fuzz", "manage", "notebooks", "sample",
    "samples", "tasks", "tools",
})  # fmt: skip
_DEPTH = 3
"""How deep below the root members of a monorepo are looked for."""


@dataclass(frozen=True, slots=True)
class ImportRoot:
    """One directory that must be on `sys.path`. Paths are relative to the project's root."""

    path: str
    entries: tuple[str, ...]
    """Its first-party modules (with suffix) and packages."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the layout is read from."""

    root: Path
    tree: Tree
    suite: SuiteFiles
    tested: frozenset[str]
    """Dotted names of the modules that the tests import, and of all packages around them."""
    path_entries: tuple[str, ...] = ()
    """Directories in the project that are on `sys.path` already, or that pytest puts there."""
    excluded: Callable[[str], bool] = lambda path: False

    def is_product(self, path: str) -> bool:
        """Whether the directory holds code that is neither a test's nor an example's."""
        return path in self.tree.with_code and not self.suite.holds(path) and not stands_beside(self.tree, path)

    def is_nested(self, path: str) -> bool:
        """Whether another project begins in this directory."""
        return bool(self.tree[path].markers & PROJECT_FILES) and not self.tree.is_package(path)


def find_import_roots(ground: Ground) -> tuple[ImportRoot, ...]:
    """The import roots with something in them, the ones that configurations name first; no path twice."""
    roots = [*_extra(ground), *_of_member(ground, "")]
    members = _members(ground, workspace(ground.root, ground.tree) if roots else ("**",))
    for member in members:
        roots.extend(_of_member(ground, member))
    roots.extend(_tested(ground, roots))
    return _merged(roots)


def place_sources(ground: Ground, paths: Iterable[str]) -> tuple[ImportRoot, ...]:
    """The import roots for what `[tool.earnest] sources` names: roots, packages or modules."""
    hinted = [hint.root for hint in _hints(ground, "")]
    return _merged([root for path in paths for root in _placed(ground, path, hinted)])


def _placed(ground: Ground, path: str, hinted: list[str]) -> Iterator[ImportRoot]:
    """One configured source. A directory that is no package is a root, unless it lies in one."""
    tree = ground.tree
    parent = path.rpartition("/")[0]
    above = [ancestor for ancestor in _ancestors(parent) if not tree.is_package(ancestor)]
    proven = [root for root in above if _dotted(path, root) in ground.tested]
    if path.endswith(".py") or tree.is_package(path):
        named = [root for root in above if root in hinted or root.rpartition("/")[2] == "src"]
        yield ImportRoot(next(iter([*proven, *named, *above])), (path,))
    elif proven and path not in hinted:
        yield ImportRoot(proven[0], (path,))
    elif path in tree:
        yield ImportRoot(path, _entries(ground, path, ("*",), dedicated=True))


def _ancestors(path: str) -> list[str]:
    """The directory and all around it, the root's empty path last."""
    parts = path.split("/") if path else []
    return ["/".join(parts[:length]) for length in range(len(parts), -1, -1)]


def stands_beside(tree: Tree, path: str) -> bool:
    """Whether the directory lies in documentation, examples or the like, outside of any package."""
    return any(
        above.rpartition("/")[2] in _BESIDE and not any(map(tree.is_package, _ancestors(above)))
        for above in _ancestors(path)
    )


def _dotted(path: str, root: str) -> str:
    inner = path[len(root) + 1 :] if root else path
    return inner.removesuffix(".py").replace("/", ".")


def _extra(ground: Ground) -> Iterator[ImportRoot]:
    for path in ground.path_entries:
        if path and ground.is_product(path) and not ground.tree.is_package(path):
            yield ImportRoot(path, _entries(ground, path, (), dedicated=True))


def _hints(ground: Ground, member: str) -> tuple[Hint, ...]:
    return build_hints(ground.root, ground.tree[member]) if member in ground.tree else ()


def _of_member(ground: Ground, member: str) -> list[ImportRoot]:
    """The roots of one project: as it declares them, else `src`, else itself."""
    roots = [_hinted(ground, hint, member) for hint in _hints(ground, member)]
    roots = [root for root in roots if root.entries]
    if roots:
        return roots
    source = join(member, "src")
    flat = ImportRoot(member, _entries(ground, member, (), dedicated=False))
    if source not in ground.tree or ground.tree.is_package(source) or "src" in ground.tested:
        return [flat] if flat.entries else []
    dedicated = ImportRoot(source, _entries(ground, source, (), dedicated=True))
    packages = any(not entry.endswith(".py") for entry in dedicated.entries)
    best = dedicated if packages or not flat.entries else flat  # `src` may hold C and one script that builds it
    return [best] if best.entries else []


def _hinted(ground: Ground, hint: Hint, member: str) -> ImportRoot:
    if not ground.is_product(hint.root):
        return ImportRoot(hint.root, ())
    return ImportRoot(hint.root, _entries(ground, hint.root, hint.names, dedicated=hint.root != member))


def _entries(ground: Ground, root: str, names: tuple[str, ...], *, dedicated: bool) -> tuple[str, ...]:
    """The product's modules and packages in `root`.

    `dedicated`: nothing but importable code is kept there, so that a directory without `__init__.py` is a namespace
    package. Elsewhere it is one only when a test imports it. `names` limits the entries, but not what tests import.
    """
    tree = ground.tree
    if root not in tree:
        return ()
    found = []
    for path in (*tree[root].children, *tree[root].files()):
        name = path.rpartition("/")[2].removesuffix(".py")
        if not name.isidentifier() or path in ground.suite or ground.suite.holds(path) or ground.excluded(path):
            continue
        is_directory = path in tree
        regular = not is_directory or tree.is_package(path)
        if is_directory and path not in tree.with_code:
            continue
        if _is_meant(ground, name, names, regular=regular, dedicated=dedicated):
            found.append(path)
    return tuple(found)


def _is_meant(ground: Ground, name: str, names: tuple[str, ...], *, regular: bool, dedicated: bool) -> bool:
    if any(fnmatchcase(name, pattern) for pattern in names):
        return True
    if dedicated and regular and not names:
        return True
    if name in _BESIDE:
        return False
    if names or name in _BESIDE_UNLESS_TESTED or not (regular or dedicated):
        return name in ground.tested
    return True


def _members(ground: Ground, globs: tuple[str, ...]) -> Iterator[str]:
    """Topmost directories that look like projects of their own and match one of the globs."""
    pending = [*ground.tree[""].children] if globs else []
    while pending:
        directory = ground.tree[pending.pop(0)]
        if not ground.is_product(directory.path):
            continue
        if _is_project(directory) and any(glob == "**" or fnmatchcase(directory.path, glob) for glob in globs):
            yield directory.path
        elif directory.path.count("/") + 1 < _DEPTH:
            pending.extend(directory.children)


def _is_project(directory: Directory) -> bool:
    return bool(directory.markers & MARKERS) and not directory.is_package


def _tested(ground: Ground, roots: list[ImportRoot]) -> Iterator[ImportRoot]:
    """Roots that only the tests' imports give away: directories that hold a module which no root has so far."""
    known = {entry.rpartition("/")[2].removesuffix(".py") for root in roots for entry in root.entries}
    wanted = {name for name in ground.tested if "." not in name} - known - sys.stdlib_module_names
    for name in sorted(wanted):
        places = [(path, entry) for path in _shallow(ground) if (entry := _entry(ground, join(path, name)))]
        if len(places) == 1:  # two candidates would be a guess
            yield ImportRoot(places[0][0], (places[0][1],))


def _entry(ground: Ground, path: str) -> str:
    """The package or module of the product at this path, given without suffix; empty when there is none."""
    if ground.tree.is_package(path):
        return "" if ground.suite.holds(path) else path
    return f"{path}.py" if ground.tree.has_module(path) and f"{path}.py" not in ground.suite else ""


def _shallow(ground: Ground) -> Iterator[str]:
    """Directories that may be import roots: no packages, no tests, near the top."""
    for path in ground.tree.directories:
        near = path.count("/") < _DEPTH and not any(map(ground.tree.is_package, _ancestors(path)))
        if near and ground.is_product(path) and not any(map(ground.is_nested, _ancestors(path)[:-1])):
            yield path


def _merged(roots: Iterable[ImportRoot]) -> tuple[ImportRoot, ...]:
    merged: dict[str, dict[str, None]] = {}
    for root in roots:
        if root.entries:
            merged.setdefault(root.path, {}).update(dict.fromkeys(root.entries))
    return tuple(ImportRoot(path, tuple(entries)) for path, entries in merged.items())
