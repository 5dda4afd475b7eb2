"""Is the reviewer right about whose the patched objects are? Asks the objects themselves.

    python benchmarks/review/targets.py --corpus DIR --python VENV/bin/python celery-5.7.0 kombu-5.7.0 …

`--corpus` holds unpacked sdists; `--python` is an interpreter that has their dependencies (a throw-away environment). For
each project the reviewer lists what its suite replaces and whose it takes it for. Then a second process, with a copy of
the sdist in front of everything else, imports each target as `mock.patch` would and looks where the object was defined:
a function or class by its module, an instance by its class, plain data by the module that holds it.

Targets that the reviewer calls unknown are counted apart: rules stay silent about them. So are those that cannot be
imported here, mostly for want of an optional dependency or another operating system.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from subjects import machine, revision, write

PROBE = r"""
import builtins, json, os, pkgutil, sys, sysconfig, types, warnings
warnings.simplefilter("ignore")
root = os.path.realpath(sys.argv[1])
library = [os.path.realpath(sysconfig.get_paths()[k]) for k in ("stdlib", "platstdlib")]
def of_file(path):
    path = os.path.realpath(path)
    if path.startswith(root + os.sep):
        return "own"
    if "site-packages" in path:
        return "third-party"
    return "stdlib" if any(path.startswith(one + os.sep) for one in library) else "third-party"
def of_module(name):
    module = sys.modules.get(name or "")
    if module is None:
        return ""
    if getattr(module, "__file__", None):
        return of_file(module.__file__)
    return "stdlib" if name.partition(".")[0] in sys.stdlib_module_names else "third-party"
DATA = (int, float, complex, str, bytes, bytearray, bool, type(None), dict, list, set, frozenset, tuple, types.MappingProxyType)
def party(owner, value):
    while isinstance(value, (staticmethod, classmethod)):
        value = value.__func__
    for inner in ("__wrapped__", "fget", "callback", "func"):  # a decorated function belongs to whoever wrote it
        found = getattr(value, inner, None) if not isinstance(value, type) else None
        value = found if isinstance(found, types.FunctionType) else value
    if isinstance(value, types.ModuleType):
        return of_module(value.__name__)
    code = getattr(value, "__code__", None)
    if code is not None and os.path.isabs(code.co_filename):
        return of_file(code.co_filename)
    if isinstance(value, (type, types.FunctionType, types.MethodType, types.BuiltinFunctionType)):
        return of_module(getattr(value, "__module__", None) or "builtins")
    if isinstance(value, DATA) or type(value).__module__ in ("builtins", "collections", "weakref", "typing", "_weakrefset"):
        home = owner if isinstance(owner, types.ModuleType) else sys.modules.get(getattr(owner, "__module__", ""))
        return of_module(getattr(home, "__name__", ""))
    return of_module(type(value).__module__)
def defining(owner, name):
    for cls in getattr(owner, "__mro__", ()):
        if name in vars(cls):
            return cls
    return owner
for line in sys.stdin:
    target = json.loads(line)
    answer = {"target": target, "party": "", "why": ""}
    try:
        where, _, name = target.rpartition(".")
        if not where:
            raise ImportError("no module")
        owner = pkgutil.resolve_name(where)
        value = getattr(owner, name, builtins) if isinstance(owner, types.ModuleType) else getattr(owner, name)
        value = getattr(builtins, name) if value is builtins else value
        if isinstance(owner, type):
            owner = defining(owner, name)
            value = vars(owner).get(name, value)
        if value is None:
            raise ValueError("holds None, perhaps for want of a module")
        answer["party"] = party(owner, value)
    except BaseException as error:
        answer["why"] = f"{type(error).__name__}: {error}"[:160]
    print("\x1e" + json.dumps(answer), flush=True)
"""
OWN = ("first-party", "boundary", "test support")


def static(root: Path) -> list[dict[str, Any]]:
    """Target, party and place of every double in the suite whose target the reviewer can name."""
    from earnest.config import load
    from earnest.review.codebase import Codebase
    from earnest.review.doubles import doubles_in
    from earnest.review.scope import files_in_scope
    from earnest.review.testfile import suite_file

    codebase = Codebase(root, load(root))
    found = []
    for path in files_in_scope(codebase, None):
        file = suite_file(codebase, path)
        for unit in file.units if file else ():
            for double in doubles_in(unit):
                if double.technique not in ("patch.dict", "setitem"):
                    place = f"{path}:{double.node.lineno}"
                    party = double.origin.party.value
                    found.append({"target": double.target, "party": party, "kind": double.technique, "place": place})
    return found


def running(python: Path, root: Path, targets: list[str]) -> dict[str, dict[str, str]]:
    """What the objects say, asked in the throw-away environment, with a copy of the project in front."""
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory) / "project"
        shutil.copytree(root, copy, symlinks=True, ignore=shutil.ignore_patterns("*.pyc", "node_modules"))
        compiled(python, copy)
        paths = [str(copy / part) for part in ("", "src", "lib", "tests") if (copy / part).is_dir()]
        done = subprocess.run(
            [str(python), "-c", PROBE, str(copy)],
            input="".join(f"{json.dumps(target)}\n" for target in targets),
            env={
                "PYTHONPATH": ":".join(paths),
                "HOME": directory,
                "PATH": "/usr/bin:/bin",
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            cwd=copy,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
    answers = [json.loads(line[1:]) for line in done.stdout.split("\n") if line.startswith("\x1e")]
    return {answer["target"]: answer for answer in answers}


def compiled(python: Path, copy: Path) -> None:
    """Puts the extension modules of the installed package beside the sources of the copy."""
    where = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    for library in Path(where).rglob("*.so"):
        target = copy / library.relative_to(where)
        if target.parent.is_dir():
            shutil.copy(library, target)


def compare(name: str, corpus: Path, python: Path) -> dict[str, Any]:
    """The figures of one project, with every disagreement."""
    found = static(corpus / name)
    named = [one for one in found if one["target"]]
    answers = running(python, corpus / name, sorted({one["target"] for one in named}))
    counts: Counter[str] = Counter(targets=len(found), unnamed=len(found) - len(named))
    wrong = []
    reasons: Counter[str] = Counter()
    for one in named:
        said, real = one["party"], answers.get(one["target"], {}).get("party", "")
        if not real:
            counts["not importable"] += 1
            reasons[answers.get(one["target"], {}).get("why", "no answer").partition(":")[0]] += 1
        elif said == "unknown":
            counts["unknown"] += 1
        elif real == ("own" if said in OWN else said):
            counts["right"] += 1
        else:
            counts["wrong"] += 1
            wrong.append({**one, "real": real})
    asked = counts["right"] + counts["wrong"]
    share = counts["right"] / asked if asked else None
    figures = {key: counts[key] for key in ("targets", "unnamed", "unknown", "not importable", "right", "wrong")}
    return {"project": name, **figures, "share": share, "not importable because": dict(reasons), "disagreements": wrong}


def main() -> None:
    """Compares each project, writes benchmarks/results/review-targets.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("projects", nargs="+")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--python", type=Path, required=True)
    options = parser.parse_args()
    rows = []
    for name in options.projects:
        rows.append(compare(name, options.corpus, options.python))
        print({key: value for key, value in rows[-1].items() if key != "disagreements"}, flush=True)
    right, wrong = sum(row["right"] for row in rows), sum(row["wrong"] for row in rows)
    share = right / (right + wrong)
    print(f"{right} of {right + wrong} right: {share:.2%}")
    write(
        "review-targets",
        {
            "machine": machine(),
            "revision": revision(),
            "right": right,
            "wrong": wrong,
            "share": share,
            "projects": rows,
        },
    )


if __name__ == "__main__":
    main()
