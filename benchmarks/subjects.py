"""The real libraries that Earnest is measured on: fetched from PyPI, unpacked unmodified, one environment per use.

Everything lands in a cache outside the checkout ($EARNEST_BENCH_CACHE, else ~/.cache/earnest-benchmarks).
Run directly it prepares what it is told: `python benchmarks/subjects.py h11 sqlparse`.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).resolve().parent / "results"
PYTEST = "pytest==9.2.0"
MUTMUT = "mutmut==3.8.1"
COSMIC_RAY = "cosmic-ray==8.7.0"


@dataclass(frozen=True)
class Subject:
    """One library: where its code and tests are, and what its tests need."""

    name: str
    version: str
    import_root: str
    """Directory, relative to the sdist, that must be on PYTHONPATH."""
    code: str
    """Directory of the code under test, relative to the sdist."""
    tests: str
    requirements: tuple[str, ...] = ()
    mutmut: dict[str, object] = field(default_factory=dict)
    """`[tool.mutmut]` that makes mutmut work on this subject."""
    excluded: tuple[str, ...] = ()
    """Globs of tests inside the code directory, which no tool should change."""

    @property
    def sdist(self) -> str:
        """`name-version`, the name of the archive and of the directory in it."""
        return f"{self.name}-{self.version}"


SUBJECTS = {
    subject.name: subject
    for subject in (
        Subject(
            "itsdangerous",
            "2.2.0",
            import_root="src",
            code="src/itsdangerous",
            tests="tests",
            requirements=("freezegun==1.5.5",),
            mutmut={"source_paths": ["src"]},
        ),
        Subject(
            "h11",
            "0.16.0",
            import_root=".",
            code="h11",
            tests="h11/tests",
            mutmut={
                "source_paths": ["h11"],
                "do_not_mutate": ["h11/tests/*"],
                "pytest_add_cli_args_test_selection": ["h11/tests"],
            },
            excluded=("h11/tests/*",),
        ),
        Subject(
            "sqlparse",
            "0.5.3",
            import_root=".",
            code="sqlparse",
            tests="tests",
            mutmut={"source_paths": ["sqlparse"]},
        ),
        Subject(
            "tenacity",
            "9.0.0",
            import_root=".",
            code="tenacity",
            tests="tests",
            requirements=("tornado==6.5.2", "typeguard==4.4.4"),
            mutmut={"source_paths": ["tenacity"]},
        ),
    )
}


def cache() -> Path:
    """The directory outside the checkout that holds downloads and environments."""
    default = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "earnest-benchmarks"
    path = Path(os.environ.get("EARNEST_BENCH_CACHE", default))
    path.mkdir(parents=True, exist_ok=True)
    return path


def pristine(subject: Subject) -> Path:
    """The unpacked sdist, as it came from PyPI. Never run anything in it: take a `fresh_copy`."""
    target = cache() / "sdists" / subject.sdist
    if not target.exists():
        archives = cache() / "archives"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
        archive = archives / f"{subject.sdist}.tar.gz"
        if not archive.exists():
            subprocess.run([*command, "--dest", archives, f"{subject.name}=={subject.version}"], check=True)
        with tarfile.open(archive) as tar:
            tar.extractall(target.parent, filter="data")
    return target


def fresh_copy(subject: Subject, where: Path) -> Path:
    """A copy of the unpacked sdist at `where`, without anything an earlier run may have left there."""
    shutil.rmtree(where, ignore_errors=True)
    return Path(shutil.copytree(pristine(subject), where))


def environment(subject: Subject, *extra: str) -> Path:
    """The interpreter of an environment with pytest, what the subject's tests need, and `extra`; made once."""
    wanted = [PYTEST, *subject.requirements, *extra]
    key = hashlib.sha256(" ".join([sys.version, *wanted]).encode()).hexdigest()[:8]
    label = "-".join([subject.name, *(Path(item).name.partition("==")[0] for item in extra), key])
    home = cache() / "environments" / label
    python = home / "bin" / "python"
    if not (home / "complete").exists():
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *wanted], check=True)
        (home / "complete").write_text("\n".join(wanted) + "\n")
    return python


def earnest_environment(subject: Subject) -> Path:
    """The same with this checkout in it; its Python files are found where they are, so edits count at once."""
    python = environment(subject, "click==8.5.1", "rich==15.0.0")
    marker = python.parent / "earnest"
    if not marker.exists():
        command = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--editable", REPOSITORY]
        subprocess.run(command, check=True)
    return python


def variables(subject: Subject, root: Path, python: Path) -> dict[str, str]:
    """The environment variables for a run in `root`: nothing of the caller's Python settings leaks in."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PYTEST", "COV", "VIRTUAL_ENV"))}
    return kept | {
        "PYTHONPATH": str((root / subject.import_root).resolve()),
        "PATH": f"{python.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    text = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    models = {line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")}
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {
        "processor": ", ".join(sorted(models)) or platform.processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(pages * size / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "load_before": [round(x, 2) for x in os.getloadavg()],
    }


def packages(python: Path) -> dict[str, str]:
    """Name and version of everything installed beside this interpreter."""
    listing = subprocess.run(
        [python, "-m", "pip", "list", "--format", "freeze", "--disable-pip-version-check", "--exclude-editable"],
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(line.split("==") for line in listing.stdout.splitlines() if "==" in line)


def revision() -> str:
    """The commit of this checkout, with `+` when files differ from it."""

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", "-C", REPOSITORY, *arguments], capture_output=True, text=True, check=False
        ).stdout.strip()

    return git("rev-parse", "--short", "HEAD") + ("+" if git("status", "--porcelain", "--", "src") else "")


def write(name: str, values: dict[str, object]) -> Path:
    """Keeps the figures as benchmarks/results/NAME.json, with the date of the measurement."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps({"date": date.today().isoformat(), **values}, indent=1) + "\n")
    return path


def main() -> None:
    """Prepare the named subjects, or all."""
    for name in sys.argv[1:] or SUBJECTS:
        subject = SUBJECTS[name]
        print(pristine(subject), environment(subject), sep="\n")


if __name__ == "__main__":
    main()
