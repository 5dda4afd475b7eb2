"""What the configuration of a build backend says about import roots and packages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .ini import read_ini, read_toml, table, texts
from .setup_script import read_setup_script
from .tree import Directory, Tree, join

__all__ = ["Hint", "build_hints", "declared_name", "workspace"]

_NAMED = re.compile(r"hatchling|flit|poetry|uv_build|pdm\.")
"""Backends that look for a package of the project's own name when nothing else is said."""


@dataclass(frozen=True, slots=True)
class Hint:
    """An import root that a configuration names, relative to the project's root."""

    root: str
    names: tuple[str, ...] = ()
    """Names or globs of the packages and modules in it; empty means whatever is there."""


def build_hints(root: Path, directory: Directory) -> tuple[Hint, ...]:
    """The hints in pyproject.toml, setup.cfg and setup.py of this directory. Raises ProjectError."""
    pyproject = _pyproject(root, directory)
    tool = table(pyproject, "tool")
    hints = [*_setuptools(table(tool, "setuptools")), *_hatch(tool), *_poetry(tool), *_others(tool)]
    if "setup.cfg" in directory.markers:
        hints += _setuptools(_setup_cfg(root, directory))
    if "setup.py" in directory.markers:
        hints += _setuptools(read_setup_script(root, join(directory.path, "setup.py")))
    if not hints:
        hints = list(_by_name(pyproject, directory))
    return tuple(Hint(join(directory.path, hint.root), hint.names) for hint in hints)


def declared_name(root: Path, directory: Directory) -> str:
    """The project's name as its metadata give it; empty when they do not."""
    pyproject = _pyproject(root, directory)
    named = [table(pyproject, "project").get("name"), table(pyproject, "tool", "poetry").get("name")]
    named.append(read_ini(root, join(directory.path, "setup.cfg")).get("metadata", {}).get("name"))
    named.append(read_setup_script(root, join(directory.path, "setup.py")).get("name"))
    return next((name for name in named if isinstance(name, str) and name), "")


def workspace(root: Path, tree: Tree) -> tuple[str, ...]:
    """The globs of the members that the root's workspace declares (uv, hatch, rye)."""
    tool = table(_pyproject(root, tree[""]), "tool")
    return tuple(
        member for name in ("uv", "hatch", "rye") for member in texts(table(tool, name, "workspace").get("members"))
    )


def _pyproject(root: Path, directory: Directory) -> Mapping[str, Any]:
    return read_toml(root, join(directory.path, "pyproject.toml")) if "pyproject.toml" in directory.markers else {}


def _top(name: str) -> str:
    return name.split(".")[0].split("/")[0]


def _located(path: str) -> Hint:
    """The hint for a package that is given by its path, e.g. `src/app`."""
    parent, _, name = path.strip("/").rpartition("/")
    return Hint(parent, (name,))


def _setuptools(options: Mapping[str, Any]) -> Iterator[Hint]:
    places = {str(name): str(place) for name, place in table(options, "package-dir").items()}
    base = places.pop("", "")
    for name, place in places.items():
        if place.rpartition("/")[2] == name:
            yield _located(place)
    packages = options.get("packages")
    names = () if isinstance(packages, Mapping) else texts(packages)
    if not names and (base or isinstance(packages, Mapping)):
        find = table(options, "packages", "find")
        tops = tuple(_top(name) for name in texts(find.get("include")))
        for where in texts(find.get("where")) or (base,):
            yield Hint(where, tops)
    names = tuple(_top(name) for name in (*names, *texts(options.get("py-modules"))) if _top(name) not in places)
    if names:
        yield Hint(base, names)


def _setup_cfg(root: Path, directory: Directory) -> Mapping[str, Any]:
    """The options of setup.cfg in the shape of `[tool.setuptools]`."""
    ini = read_ini(root, join(directory.path, "setup.cfg"))
    options = {key.replace("_", "-"): value for key, value in ini.get("options", {}).items()}
    found: dict[str, Any] = {key: options[key] for key in ("packages", "py-modules") if key in options}
    pairs = (line.split("=", 1) for line in options.get("package-dir", "").splitlines() if "=" in line)
    found["package-dir"] = {name.strip(): place.strip() for name, place in pairs}
    if str(found.get("packages", "")).strip() in {"find:", "find_namespace:"}:
        found["packages"] = {"find": ini.get("options.packages.find", {})}
    return found


def _hatch(tool: Mapping[str, Any]) -> Iterator[Hint]:
    build = table(tool, "hatch", "build")
    wheel = table(build, "targets", "wheel")
    for path in (*texts(wheel.get("packages")), *texts(build.get("packages"))):
        yield _located(path)
    for path in texts(build.get("dev-mode-dirs")):
        yield Hint(path)


def _poetry(tool: Mapping[str, Any]) -> Iterator[Hint]:
    packages = table(tool, "poetry").get("packages")
    for package in packages if isinstance(packages, list) else ():
        if isinstance(package, Mapping) and isinstance(package.get("include"), str):
            yield Hint(str(package.get("from", "")), (_top(package["include"].removesuffix(".py")),))


def _others(tool: Mapping[str, Any]) -> Iterator[Hint]:
    """Flit, uv, PDM, maturin and scikit-build."""
    if flit := texts(table(tool, "flit", "module").get("name")):
        yield from (Hint(place, (_top(flit[0]),)) for place in ("src", ""))
    uv = table(tool, "uv", "build-backend")
    if uv:
        yield Hint(str(uv.get("module-root", "src")), tuple(_top(name) for name in texts(uv.get("module-name"))))
    for place in texts(table(tool, "pdm", "build").get("package-dir")):
        yield Hint(place)
    for place in texts(table(tool, "maturin").get("python-source")):
        yield Hint(place)
    for path in texts(table(tool, "scikit-build", "wheel").get("packages")):
        yield _located(path)


def _by_name(pyproject: Mapping[str, Any], directory: Directory) -> Iterator[Hint]:
    backend = table(pyproject, "build-system").get("build-backend")
    project = [table(pyproject, "project").get("name"), table(pyproject, "tool", "poetry").get("name")]
    name = next((name for name in project if isinstance(name, str)), "")
    if name and isinstance(backend, str) and _NAMED.match(backend):
        normal = re.sub(r"[-_.]+", "_", name).lower()
        yield Hint("src", (name, normal))
        yield Hint("", (name, normal))
