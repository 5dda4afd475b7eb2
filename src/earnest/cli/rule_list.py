"""The list of all review rules."""

from __future__ import annotations

import json

from ..errors import UsageError
from ..model import ExitCode
from ..review import Mode, Rule, Standing, rules
from .plain_output import write_out

__all__ = ["list_rules"]

_STANDINGS = {Standing.DEFAULT: "on", Standing.OPT_IN: "off", Standing.PREVIEW: "preview"}
_MODES = {Mode.STATIC: "static", Mode.RUN: "run", Mode.BOTH: "static, then run"}


def list_rules(output_format: str) -> ExitCode:
    """Writes one line for each rule, or a JSON list."""
    if output_format == "json":
        write_out(json.dumps([_entry(rule) for rule in rules()], indent=1) + "\n")
    elif output_format in ("text", "concise"):
        write_out("".join(f"{_line(rule)}\n" for rule in rules()))
    else:
        raise UsageError(f"The list of rules has no form as {output_format}.", cure="It is there as text and as json.")
    return ExitCode.HOLDS


def _entry(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "standing": _STANDINGS[rule.standing],
        "severity": rule.severity.value,
        "judged": _MODES[rule.mode],
        "fix": "safe" if rule.safe_fix else "unsafe" if any(bad.fixed for bad in rule.bad) else "none",
        "summary": rule.manual()[0],
    }


def _line(rule: Rule) -> str:
    entry = _entry(rule)
    return f"{rule.code}  {entry['standing']:<8} {rule.name:<32} {entry['summary']}"
