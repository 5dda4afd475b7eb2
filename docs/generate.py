"""Writes the reference pages that are made from the code: `make docs`. With --check it only says which are stale.

A page is never edited by hand: change the docstring, or the table, that it is made from.
"""

from __future__ import annotations

import argparse
import difflib
import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

REFERENCE = Path(__file__).resolve().parent / "reference"
sys.path.insert(0, str(REFERENCE.parents[1] / "src"))

from earnest.changes import operators  # noqa: E402 - the checkout beside this script, installed or not
from earnest.changes.operator import Accept, Operator, Reject  # noqa: E402 - the checkout beside this script
from earnest.config.reference import reference as configuration  # noqa: E402 - the checkout beside this script
from earnest.review import Mode, Rule, Standing, rules  # noqa: E402 - the checkout beside this script
from earnest.review.rule import Bad  # noqa: E402 - the checkout beside this script

NOTICE = "<!-- Made from the code by docs/generate.py. Do not edit. -->\n"


def operator_page(operator: Operator) -> str:
    """The page of one operator: its manual, and its examples as they are tested."""
    summary, _, manual = inspect.cleandoc(type(operator).__doc__ or "").partition("\n")
    parts = [
        f"# {operator.name}\n\n{NOTICE}\n{summary.strip()}\n",
        f"Family: {operator.family.value}. Kind: {operator.kind.value}.\n",
        f"The incident it stands for: {operator.incident}\n",
        as_list(manual.strip()) + "\n",
        "## What it changes\n",
        *(accepted(example) for example in operator.accepts),
        "## What it leaves alone\n",
        *(rejected(example) for example in operator.rejects),
    ]
    return "\n".join(parts).rstrip() + "\n"


def as_list(manual: str) -> str:
    """The manual, its `Before:` and `After:` on lines of their own."""
    return re.sub(r"(?m)^(Before|After):", r"- \1:", manual)


def accepted(example: Accept) -> str:
    """One accepted example, as the diffs that the operator makes of it."""
    return "\n".join(f"```diff\n{difference(example.before, after)}```\n" for after in example.after)


def difference(before: str, after: str) -> str:
    """The lines of a unified diff, without its head."""
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm=""))[3:]
    return "".join(f"{line}\n" for line in lines)


def rejected(example: Reject) -> str:
    """One rejected example and its reason."""
    return f"{example.why[:1].upper()}{example.why[1:]}:\n\n```python\n{example.source.rstrip()}\n```\n"


def index() -> str:
    """The list of all operators, by family."""
    by_family = sorted(operators(), key=lambda operator: (operator.family.value, operator.name))
    parts = [f"# Operators\n\n{NOTICE}\nEach stands for one way in which production breaks. {len(by_family)} in all.\n"]
    for family, members in groupby(by_family, key=lambda operator: operator.family.value):
        rows = "".join(f"| [{one.name}]({one.name}.md) | {one.incident} |\n" for one in members)
        parts.append(f"## {family}\n\n| operator | the incident it stands for |\n|---|---|\n{rows}")
    return "\n".join(parts)


STANDINGS = {
    Standing.DEFAULT: "on by default",
    Standing.OPT_IN: "off until it is selected",
    Standing.PREVIEW: "in preview: on with `--preview`, or when it is selected by its full code or name",
}
MODES = {
    Mode.STATIC: "by the text alone",
    Mode.RUN: "by a run of the tests, in `earnest check`",
    Mode.BOTH: "by the text; `earnest check` confirms or withdraws it by what the run shows",
}


def rule_page(rule: Rule) -> str:
    """The page of one review rule: its manual, and its examples as they are tested."""
    summary, manual = rule.manual()
    profiles = "" if len(rule.profiles) > 1 else f" Only in the profile {next(iter(rule.profiles))}."
    fix = ("`--fix` mends it. " if rule.safe_fix else "`--unsafe-fixes` mends it. ") if mends(rule) else ""
    parts = [
        f"# {rule.code} {rule.name}\n\n{NOTICE}\n{summary}\n",
        f"It is {STANDINGS[rule.standing]}.{profiles} Judged {MODES[rule.mode]}. "
        f"Severity: {rule.severity.value}. {fix}".rstrip(),
        f"\n{manual.strip()}\n",
        *([f"With a run: {weighing(rule)}\n"] if rule.mode is Mode.BOTH else []),
        *(["## What it finds\n"] if rule.bad else []),
        *(flagged(example) for example in rule.bad),
        *(["## What it leaves alone\n"] if rule.good else []),
        *(
            f"{example.why[:1].upper()}{example.why[1:]}:\n\n{code(example.text, example.files)}"
            for example in rule.good
        ),
        f"## Allow it\n\nIn one place, with your reason: `# earnest: allow[{rule.code}] the reason`.",
    ]
    return "\n".join(parts).rstrip() + "\n"


def weighing(rule: Rule) -> str:
    """What a run makes of the rule's findings, in one paragraph."""
    text = " ".join((rule.weigh.__doc__ or "").split())
    return f"{text[:1].lower()}{text[1:]}"


def mends(rule: Rule) -> bool:
    """Whether the rule has a fix at all: its examples show one."""
    return rule.safe_fix or any(example.fixed for example in rule.bad)


def flagged(example: Bad) -> str:
    """One bad example, and what the fix makes of it."""
    shown = code(example.text, example.files)
    return f"{shown}\nMended:\n\n{code(example.fixed, {})}" if example.fixed else shown


def code(text: str, files: Mapping[str, str]) -> str:
    """The text as a block, other files of the example before it. Characters that Markdown cannot show are escaped."""
    parts = [*(f"# {path}\n{content}" for path, content in files.items()), text]
    block = "\n\n".join(part.strip("\n") for part in parts)
    visible = "".join(sign if sign.isprintable() or sign == "\n" else f"\\x{ord(sign):02x}" for sign in block)
    return f"```python\n{visible}\n```\n"


def rule_index() -> str:
    """The list of all review rules."""
    rows = "".join(
        f"| [{one.code}]({one.code}.md) | {one.name} | {one.manual()[0]} | {one.standing.value} |\n" for one in rules()
    )
    head = f"# Review rules\n\n{NOTICE}\nWhat `earnest review` finds. {len(rules())} in all.\n"
    return f"{head}\n| code | name | what is wrong | standing |\n|---|---|---|---|\n{rows}"


def pages() -> Iterator[tuple[Path, str]]:
    """Every generated page and the text that it should have."""
    yield REFERENCE / "configuration.md", configuration()
    yield REFERENCE / "operators" / "index.md", index()
    for operator in operators():
        yield REFERENCE / "operators" / f"{operator.name}.md", operator_page(operator)
    yield REFERENCE / "rules" / "index.md", rule_index()
    for rule in rules():
        yield REFERENCE / "rules" / f"{rule.code}.md", rule_page(rule)


def on_disk() -> Iterator[Path]:
    """The pages of all operators and rules that are there, or were there once."""
    for room in ("operators", "rules"):
        yield from (REFERENCE / room).glob("*.md")


def stale(wanted: dict[Path, str]) -> list[str]:
    """What differs from the pages on disk: missing and outdated pages, and pages of what is gone."""
    changed = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    orphaned = [path for path in on_disk() if path not in wanted]
    return [str(path.relative_to(REFERENCE.parents[1])) for path in [*changed, *orphaned]]


def write(wanted: dict[Path, str]) -> None:
    """Makes the pages on disk what they should be."""
    for path in on_disk():
        if path not in wanted:
            path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main() -> int:
    """Writes the pages, or with --check names the stale ones and returns 1 when there are any."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing; fail when a page is stale")
    wanted = dict(pages())
    differing = stale(wanted)
    if not parser.parse_args().check:
        write(wanted)
        return 0
    if differing:
        sys.stdout.write("Stale, run `make docs`:\n" + "".join(f"  {name}\n" for name in differing))
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
