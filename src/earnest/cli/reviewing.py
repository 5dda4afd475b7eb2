"""Reviews once, as the command line wants it: findings without the known ones, mended or not, in the right format."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..model import ExitCode
from ..project import source_of
from ..report.findings import Told, render
from ..review import Known, read_known, write_known
from .mending import Mending
from .plain_output import wants_colour, write_out
from .review_order import Order

__all__ = ["reviewing"]


def reviewing(paths: tuple[str, ...], wishes: Mapping[str, Any]) -> ExitCode:
    """One review from the command line to the exit code."""
    _check(wishes)
    order = Order.of(paths, wishes)
    found = order.look()
    files = None if order.paths is None else frozenset(found.files)
    if wishes["write_baseline"]:
        number = write_known(Path(wishes["write_baseline"]), found.findings, files)
        write_out(f"{wishes['write_baseline']} holds {number} findings, which are known from now on.\n")
        return ExitCode.HOLDS
    known = _known(order, wishes["baseline"])
    new, number, gone = known.divide(found.findings, files)
    mending = Mending(order, wishes["unsafe_fixes"], lambda findings: known.divide(findings, files)[0])
    if wishes["fix"] or wishes["diff"]:
        new = mending.mend(new)
    if wishes["fix"] and not wishes["diff"] and not order.texts:
        new = mending.write(new, verify=wishes["verify_fixes"])
    told = Told(
        root=order.root,
        findings=tuple(new),
        files=len(found.files),
        known=number,
        gone=gone,
        fixed=len(mending.fixed),
        dry=wishes["diff"],
        colour=wants_colour(),
        texts={**order.texts, **mending.changed},
    )
    _tell(told, mending, order, wishes)
    return ExitCode.FALLS_SHORT if told.falls_short or (wishes["diff"] and mending.changed) else ExitCode.HOLDS


def _check(wishes: Mapping[str, Any]) -> None:
    """Refuses options that would do nothing. Raises UsageError."""
    if wishes["unsafe_fixes"] and not (wishes["fix"] or wishes["diff"]):
        raise UsageError("--unsafe-fixes says which fixes, and nothing is fixed.", cure="Give --fix or --diff as well.")
    if wishes["verify_fixes"] and (not wishes["fix"] or wishes["diff"] or wishes["stdin_filename"]):
        raise UsageError("--verify-fixes goes with --fix on files.")
    if wishes["write_baseline"] and (wishes["fix"] or wishes["diff"] or wishes["baseline"]):
        raise UsageError("--write-baseline goes without --fix, --diff and --baseline.")
    if wishes["statistics"] and wishes["output_format"] not in ("text", "concise"):
        raise UsageError(f"--statistics is text and has no form as {wishes['output_format']}.")


def _known(order: Order, file: str | None) -> Known:
    """The baseline of the command line, else that of the settings. An empty name means none."""
    if file is None and order.settings.review.baseline:
        return read_known(order.root / order.settings.review.baseline)
    return read_known(Path(file)) if file else Known(frozenset())


def _tell(told: Told, mending: Mending, order: Order, wishes: Mapping[str, Any]) -> None:
    document = render(told, "statistics" if wishes["statistics"] else wishes["output_format"])
    if wishes["json_target"]:
        from .consoles import write_json  # only then: it imports what draws

        write_json(wishes["json_target"], render(told, "json"))
    for refusal in mending.refusals:
        write_out(f"earnest: {refusal}\n", err=True)
    if wishes["json_target"] == "-":
        return
    if wishes["diff"]:
        write_out(mending.diff())
    elif wishes["fix"] and order.texts:
        write_out("".join(source_of(data, path, "").text for path, data in told.texts.items()))
    write_out(document, err=bool(wishes["diff"] or (wishes["fix"] and order.texts)))
