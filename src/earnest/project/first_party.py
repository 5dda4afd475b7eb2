"""Maps the project's modules to its files and back."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from ..model import Project

__all__ = ["FirstParty", "first_party"]


@dataclass(frozen=True, slots=True)
class FirstParty:
    """What is the project's own."""

    root: str
    file_of: Mapping[str, str]
    """Dotted module -> path relative to the root. Where two import roots hold the same name, the first one's."""
    module_of: Mapping[str, str]
    """Path relative to the root -> dotted module."""

    def owns(self, module: str) -> bool:
        """Whether the dotted name is a module of the project, or a package with nothing but modules in it."""
        return module in self.file_of or any(name.startswith(f"{module}.") for name in self.file_of)

    def path_of(self, filename: str) -> str | None:
        """The relative path of a first-party file, given as `co_filename` has it; None for any other file."""
        real = os.path.realpath(os.path.join(self.root, filename))
        path = os.path.relpath(real, self.root)
        return path if path in self.module_of else None


def first_party(project: Project) -> FirstParty:
    """The maps of this project."""
    roots = {str(root): number for number, root in enumerate(project.import_roots)}
    module_of = {source.path: source.module for source in project.sources}
    file_of: dict[str, str] = {}
    for source in sorted(project.sources, key=lambda source: _rank(project, source.path, source.module, roots)):
        file_of.setdefault(source.module, source.path)
    return FirstParty(str(project.root), file_of, module_of)


def _rank(project: Project, path: str, module: str, roots: Mapping[str, int]) -> int:
    """The place of a file's import root on `sys.path`."""
    depth = module.count(".") + (2 if path.endswith("/__init__.py") else 1)
    around = project.root.joinpath(path)
    for _ in range(depth):
        around = around.parent
    return roots.get(str(around), len(roots))
