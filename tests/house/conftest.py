"""What the house tests look at: the files of this checkout, parsed once."""

from __future__ import annotations

import ast
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """One Python file of ours."""

    path: Path
    """Relative to the repository."""
    text: str
    tree: ast.Module

    @property
    def functions(self):
        """Every function and method in it, nested ones too."""
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def ours() -> list[Path]:
    """Every file of the project that git tracks or would track; without git, every file but the caches."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listing = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        found = (path for path in REPOSITORY.rglob("*") if path.is_file())
        inside = (path.relative_to(REPOSITORY) for path in found)
        return [path for path in inside if not any(part[0] == "." or part == "__pycache__" for part in path.parts)]
    return [Path(name) for name in listing.split("\0") if name and (REPOSITORY / name).is_file()]


def parsed(paths) -> list[Module]:
    """These Python files, read and parsed."""
    texts = [(path, (REPOSITORY / path).read_text(encoding="utf-8")) for path in sorted(paths)]
    return [Module(path, text, ast.parse(text, filename=str(path))) for path, text in texts]


@pytest.fixture(scope="session")
def repository():
    """The root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def tracked():
    """Every file of the project, relative to the root."""
    return ours()


@pytest.fixture(scope="session")
def product(tracked):
    """The modules of src/earnest."""
    return parsed(path for path in tracked if path.suffix == ".py" and path.parts[:2] == ("src", "earnest"))


@pytest.fixture(scope="session")
def suite(tracked):
    """The modules of tests/, without the tiny projects in tests/trees."""
    return parsed(
        path for path in tracked if path.suffix == ".py" and path.parts[0] == "tests" and path.parts[1:2] != ("trees",)
    )
