"""ET407: a test reaches beyond this machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ...model import Severity
from ..codebase import Codebase
from ..evidence import Evidence, function_of
from ..rule import EvidenceRule, Hit, Place
from ..testfile import suite_file

__all__ = ["RealNetwork"]


class RealNetwork(EvidenceRule):
    """A test looked up or connected to an address that is not this machine's, while the suite ran unchanged.

    It passes or fails with somebody else's service, sends test data there, and is slow. Where the service is a staging
    system that others use, too, tests of two people meet in it.

    Do instead: run the service on this machine (a database, a cache, a mail server can be had for real), or answer in the
    place of a third party's service with recorded replies.

    Stays silent: for loopback addresses, unix sockets and this machine's own name.
    """

    code = "ET407"
    name = "real-network"
    severity = Severity.ERROR
    cure = "Run the service on this machine, or answer in its place with recorded replies."

    def find(self, evidence: Evidence, codebase: Codebase) -> Iterator[Hit]:
        """One finding for each test function, with every address."""
        reached: dict[str, dict[str, None]] = defaultdict(dict)
        for one in evidence.baseline.connections:
            reached[function_of(one.test)][one.address] = None
        for function, addresses in sorted(reached.items()):
            test = evidence.tests(function)[0]
            file = suite_file(codebase, test.file)
            unit = next((one for one in file.tests if one.id == function), None) if file else None
            node = unit.node if unit and unit.node else Place(test.line, file=test.file)
            yield Hit(node, f"{function.rpartition('::')[2]} reaches beyond this machine: {', '.join(addresses)}", unit)
