"""`earnest explain`: the manual of an operator, a review rule, a criterion or an error."""

from __future__ import annotations

import difflib
import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import click

from .. import errors
from ..changes import find_operator, operators
from ..changes.operator import Operator
from ..errors import EarnestError, UsageError
from ..model import ExitCode
from ..review import Rule as ReviewRule
from ..review import find_rule, rules
from ..scorecard import CRITERIA, Rule, find_criterion
from .consoles import json_option, standard_output, write_json

__all__ = ["command"]


@dataclass(frozen=True, slots=True)
class _Page:
    """One manual."""

    kind: str
    title: str
    text: str


@click.command("explain")
@click.argument("code", metavar="CODE")
@json_option
def command(code: str, json_target: str | None) -> ExitCode:
    """Show the manual of CODE.

    CODE is an operator (`drop-raise`), a review rule (`ET401` or `sleep`), a criterion (its number or name), or an error
    (`baseline`).
    """
    page = _page(code)
    if json_target:
        document = {"kind": page.kind, "title": page.title, "text": page.text}
        write_json(json_target, json.dumps(document, indent=1) + "\n")
    if json_target != "-":
        console = standard_output()
        console.print(f"{page.title}  ({page.kind})\n", style="bold", markup=False, soft_wrap=True)
        console.print(page.text, markup=False, soft_wrap=True)
    return ExitCode.HOLDS


def _page(code: str) -> _Page:
    known_operators = {operator.name for operator in operators()}
    known_criteria = {name for rule in CRITERIA for name in (rule.name, str(rule.number))}
    known_errors = _errors_by_slug()
    if code in known_operators:
        return _operator_page(find_operator(code))
    if code in known_criteria:
        return _criterion_page(find_criterion(code))
    if code in known_errors:
        return _error_page(known_errors[code])
    known_rules = {name for rule in rules() for name in (rule.code, rule.name)}
    if code in known_rules or code.upper() in known_rules:
        return _review_page(find_rule(code))
    known = known_operators | known_criteria | set(known_errors) | known_rules
    near = difflib.get_close_matches(code, sorted(known), n=3)
    cure = f"Did you mean: {', '.join(near)}?" if near else f"There are: {', '.join(sorted(known_operators))}."
    raise UsageError(f"Nothing is known of {code!r}.", cure=cure)


def _errors_by_slug() -> dict[str, type[EarnestError]]:
    classes = (getattr(errors, name) for name in errors.__all__)
    return {kind.slug: kind for kind in classes if kind is not EarnestError}


def _operator_page(operator: Operator) -> _Page:
    return _Page(f"operator of the family {operator.family.value}", operator.name, "\n".join(_operator_text(operator)))


def _operator_text(operator: Operator) -> Iterator[str]:
    yield inspect.getdoc(type(operator)) or ""
    yield f"\nIncident: {operator.incident}"
    if operator.accepts:
        example = operator.accepts[0]
        yield f"\nFor example\n\n{_indented(example.before)}\nbecomes\n\n{_indented(example.after[0])}"


def _indented(source: str) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in source.rstrip("\n").split("\n"))


def _criterion_page(rule: Rule) -> _Page:
    return _Page(f"criterion {rule.number}", rule.name, inspect.getdoc(type(rule)) or "")


def _review_page(rule: ReviewRule) -> _Page:
    return _Page(f"review rule, {rule.standing.value}", f"{rule.code} {rule.name}", "\n".join(_review_text(rule)))


def _review_text(rule: ReviewRule) -> Iterator[str]:
    yield inspect.getdoc(type(rule)) or ""
    if rule.bad:
        yield f"\nFor example\n\n{_indented(re.sub(r'  # flagged$', '', rule.bad[0].text, flags=re.MULTILINE))}"
    yield f"Cure: {rule.cure}"
    yield f"To allow it in one place: # earnest: allow[{rule.code}] and the reason"


def _error_page(kind: type[EarnestError]) -> _Page:
    return _Page("error", kind.slug, f"{inspect.getdoc(kind)}\n\nIt ends with exit code {kind.exit_code}.")
