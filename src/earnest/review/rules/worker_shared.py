"""ET410: tests that run in parallel share a fixed port or file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..codebase import Codebase
from ..evidence import Evidence, function_of
from ..rule import EvidenceRule, Hit, Place
from ..testfile import suite_file

__all__ = ["WorkerShared"]


class WorkerShared(EvidenceRule):
    """The project's own options run the suite in several workers at once, and two tests or more take the same port, or
    write to the same file or SQLite database.

    Sooner or later two workers meet there: "address already in use", half a file, "database is locked". It happens once
    in twenty runs, and never on the machine of whoever looks for it.

    Do instead: port 0, and ask which one it became; files in `tmp_path`; a database for each worker (Earnest's
    `database_url` is one).

    Stays silent: where the suite does not run in parallel; for places that one test function alone takes, as long as
    it has no parameters; for what lies in the temporary directory of the run.
    """

    code = "ET410"
    name = "worker-shared"
    cure = "Bind port 0, write to `tmp_path`, and give each worker a database of its own."

    def find(self, evidence: Evidence, codebase: Codebase) -> Iterator[Hit]:
        """One finding for each place, at the first test that takes it."""
        takers: dict[str, list[str]] = defaultdict(list)
        for place in evidence.baseline.places if evidence.baseline.parallel else ():
            takers[place.what].append(place.test)
        for what, tests in sorted(takers.items()):
            if len(tests) < 2:
                continue
            first = evidence.tests(function_of(tests[0]))[0]
            file = suite_file(codebase, first.file)
            unit = next((one for one in file.tests if one.id == function_of(first.id)), None) if file else None
            node = unit.node if unit and unit.node else Place(first.line, file=first.file)
            others = f"{tests[1]} takes it, too" if len(tests) == 2 else f"{len(tests) - 1} other tests take it, too"
            yield Hit(
                node,
                f"{function_of(first.id).rpartition('::')[2]} takes the {what}, and {others}, while workers run side by side",
                unit,
            )
