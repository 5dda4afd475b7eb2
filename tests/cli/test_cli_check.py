"""`earnest check`, `prove` and `show` on a small project, from the shell's point of view."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

TREES = Path(__file__).parents[1] / "trees"


def copied(name, where):
    """A fresh copy of a tree."""
    return Path(shutil.copytree(TREES / name, where / name, ignore=shutil.ignore_patterns("__pycache__", ".earnest")))


@pytest.fixture(scope="module")
def bank(tmp_path_factory, earnest_in):
    """The small bank, checked once: the directory, the outcome, the document."""
    root = copied("cli_bank", tmp_path_factory.mktemp("bank"))
    file = root.parent / "out.json"
    outcome = earnest_in(root, "check", "--json", file)
    return root, outcome, json.loads(file.read_text())


def missed(document):
    """The missed changes of a document."""
    return [change for change in document["changes"] if change["verdict"] == "missed"]


def test_a_suite_that_misses_changes_ends_with_1_and_shows_them(bank):
    """REAL BUG THIS CATCHES: CI stays green over a suite that catches nothing."""
    _root, outcome, document = bank
    assert outcome.returncode == 1
    assert len(missed(document)) >= 2
    assert re.search(r"^ 6  helpful error messages +FAIL ", outcome.stdout, re.MULTILINE)
    assert "src/bank/account.py:15" in outcome.stdout
    assert outcome.stdout.rstrip().split("\n\n")[-1].startswith("Next: ")


def test_off_a_terminal_the_progress_is_plain_lines_on_standard_error(bank):
    """REAL BUG THIS CATCHES: a log file full of carriage returns, spinners and colour codes."""
    _root, outcome, document = bank
    lines = outcome.stderr.splitlines()
    streamed = {line.removeprefix("missed ").split("  ")[0] for line in lines if line.startswith("missed ")}
    assert streamed == {f"{change['file']}:{change['line']}" for change in missed(document)}
    assert any(re.match(r"\d+ changes to try", line) for line in lines)
    assert lines[-1].startswith("trials: ")
    assert "\x1b" not in outcome.stderr + outcome.stdout
    assert "\r" not in outcome.stderr + outcome.stdout


def test_the_counts_of_report_and_document_are_the_same(bank):
    """REAL BUG THIS CATCHES: the table counts something else than the list below it."""
    _root, outcome, document = bank
    verdicts = [change["verdict"] for change in document["changes"]]
    caught = verdicts.count("caught")
    assert (
        f"{caught} caught, {verdicts.count('missed')} missed, {verdicts.count('not-run')} not reached" in outcome.stdout
    )
    eighth = document["criteria"][7]
    assert (eighth["numerator"], eighth["denominator"]) == (caught, caught + verdicts.count("missed"))


def test_every_caught_change_names_a_test_of_the_suite(bank):
    """REAL BUG THIS CATCHES: caught_by holds a file or a shortened id, which pytest does not accept."""
    _root, _outcome, document = bank
    ids = {test["id"] for test in document["tests"]}
    assert all(set(change["caught_by"]) <= ids for change in document["changes"])
    assert all(change["caught_by"] for change in document["changes"] if change["verdict"] == "caught")


def test_a_missed_change_is_missed_by_plain_pytest_too(bank, tmp_path, environment):
    """The diff of the document is applied with `patch` to a copy, and pytest is run on it without Earnest.

    REAL BUG THIS CATCHES: the report shows changes that the suite would catch, and nobody trusts it twice.
    """
    root, _outcome, document = bank
    change = missed(document)[0]
    copy = tmp_path / "copy"
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns(".earnest", "__pycache__"))
    subprocess.run(["patch", "-p1", "-s"], cwd=copy, input=change["diff"], text=True, check=True)
    plain = subprocess.run([sys.executable, "-m", "pytest", "-q"], cwd=copy, env=environment, check=False)
    assert plain.returncode == 0


def test_nothing_in_the_project_is_edited(bank):
    """REAL BUG THIS CATCHES: a change is left in the user's source, or caches are strewn over it."""
    root, _outcome, _document = bank
    tree = TREES / "cli_bank"
    before = {path.relative_to(tree): path.read_bytes() for path in tree.rglob("*") if path.is_file()}
    before = {path: content for path, content in before.items() if "__pycache__" not in path.parts}
    assert {path: (root / path).read_bytes() for path in before} == before
    made = {path.relative_to(root).parts[0] for path in root.rglob("*")} - {path.parts[0] for path in before}
    assert made == {".earnest"}


def test_a_second_run_remembers_and_says_the_same(bank, earnest_in):
    """REAL BUG THIS CATCHES: everything is asked again, or the remembered verdicts are others."""
    root, outcome, document = bank
    again = earnest_in(root, "check", "--json", "-")
    second = json.loads(again.stdout)
    assert again.returncode == outcome.returncode
    assert again.stderr == ""
    asked = [change for change in second["changes"] if change["verdict"] not in {"not-run", "unviable"}]
    assert all(change["remembered"] for change in asked)
    assert [(c["id"], c["verdict"]) for c in second["changes"]] == [
        (c["id"], c["verdict"]) for c in document["changes"]
    ]


def test_show_takes_the_beginning_of_an_id_and_a_place(bank, earnest_in):
    """REAL BUG THIS CATCHES: the `Next:` line names an id that `earnest show` does not know."""
    root, outcome, document = bank
    wanted = re.search(r"earnest show ([0-9a-f]+)", outcome.stdout)[1]
    shown = earnest_in(root, "show", wanted)
    assert shown.returncode == 0
    assert "missed: every test that ran it passed" in shown.stdout
    change = next(change for change in document["changes"] if change["id"] == wanted)
    assert shown.stdout.startswith(f"{change['file']}:{change['line']}  {change['operator']}  {wanted}\n")
    assert earnest_in(root / "src", "show", wanted[:11]).stdout == shown.stdout
    at_place = json.loads(earnest_in(root, "show", f"{change['file']}:{change['line']}", "--json", "-").stdout)
    expected = [c["id"] for c in document["changes"] if (c["file"], c["line"]) == (change["file"], change["line"])]
    assert [entry["id"] for entry in at_place] == expected


def test_show_names_the_nearest_id_and_refuses_an_ambiguous_one(bank, earnest_in):
    """REAL BUG THIS CATCHES: a mistyped id shows another change, or ends in a traceback."""
    root, _outcome, document = bank
    wanted = document["changes"][0]["id"]
    typo = earnest_in(root, "show", wanted[:-1] + ("0" if wanted[-1] != "0" else "1"))
    assert typo.returncode == 2
    assert wanted in typo.stderr
    everything = earnest_in(root, "show", "")
    assert everything.returncode == 2
    assert "Give more digits." in everything.stderr


def test_a_family_or_an_operator_narrows_the_run(bank, earnest_in):
    """REAL BUG THIS CATCHES: the option is accepted and ignored, or the scorecard calls what was left out N/A."""
    root, _outcome, document = bank
    narrowed = json.loads(earnest_in(root, "check", "--family", "messages", "--json", "-").stdout)
    wanted = [change["id"] for change in document["changes"] if change["family"] == "messages"]
    assert [change["id"] for change in narrowed["changes"]] == wanted
    assert narrowed["criteria"][3]["state"] == "UNKNOWN"
    single = json.loads(earnest_in(root, "check", "--operator", "drop-raise", "--json", "-").stdout)
    assert {change["operator"] for change in single["changes"]} == {"drop-raise"}


def test_prove_judges_the_eighth_criterion_alone(bank, earnest_in):
    """REAL BUG THIS CATCHES: `earnest prove` fails a build for a double."""
    root, _outcome, _document = bank
    outcome = earnest_in(root, "prove", "--operator", "drop-raise", "--json", "-")
    assert outcome.returncode == 0
    assert [criterion["number"] for criterion in json.loads(outcome.stdout)["criteria"]] == [8]


def test_a_diff_without_changed_code_is_no_failure(tmp_path, earnest_in):
    """REAL BUG THIS CATCHES: a pull request that touches the README only is red for ever."""
    root = copied("cli_bank", tmp_path)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "one"]):
        subprocess.run([*git, *arguments], cwd=root, check=True)
    (root / "README.md").write_text("another one\n")
    outcome = earnest_in(root, "check", "--diff", "HEAD", "--json", "-")
    document = json.loads(outcome.stdout)
    assert document["changes"] == []
    assert [c["state"] for c in document["criteria"] if c["number"] in {4, 6, 8}] == ["UNKNOWN"] * 3
    assert outcome.returncode in {0, 1}
    assert earnest_in(root, "prove", "--diff", "HEAD").returncode == 0


def test_what_stands_behind_two_dashes_goes_to_pytest(bank, earnest_in):
    """REAL BUG THIS CATCHES: `-- -k name` is taken for a path, or dropped, and the whole suite is measured."""
    root, _outcome, _document = bank
    document = json.loads(earnest_in(root, "check", "--json", "-", "--", "-k", "test_money_goes_out").stdout)
    assert [test["id"] for test in document["tests"]] == ["tests/test_bank.py::test_money_goes_out"]


def edit(root, file, text):
    """Appends to a file of the copy."""
    with (root / file).open("a") as handle:
        handle.write(text)


@pytest.mark.parametrize(
    ("file", "text", "code", "words"),
    [
        ("tests/test_bank.py", "\ndef test_two():\n    assert 1 == 2\n", 3, "test_two"),
        ("tests/test_bank.py", "\ndef test_two(:\n", 3, "test_bank.py"),
        ("src/bank/post.py", "\ndef broken(:\n", 2, "src/bank/post.py"),
        ("pyproject.toml", "\n[tool.earnest]\njbos = 2\n", 2, "jbos"),
    ],
    ids=["failing baseline", "syntax error in a test", "syntax error in the source", "unknown key"],
)
def test_bad_input_is_answered_in_one_sentence(tmp_path, earnest_in, file, text, code, words):
    """REAL BUG THIS CATCHES: a traceback of ours, or exit code 1, as though the suite had been judged."""
    root = copied("cli_bank", tmp_path)
    edit(root, file, text)
    outcome = earnest_in(root, "check", "--json", "-")
    assert outcome.returncode == code
    assert outcome.stdout == ""
    assert outcome.stderr.startswith("earnest: error: ")
    assert words in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_a_project_without_tests_ends_with_3(tmp_path, earnest_in):
    """REAL BUG THIS CATCHES: no tests, no missed changes, exit code 0."""
    root = copied("cli_bank", tmp_path)
    (root / "tests" / "test_bank.py").write_text("")
    outcome = earnest_in(root, "check", "--json", "-")
    assert (outcome.returncode, outcome.stdout) == (3, "")
    assert outcome.stderr.startswith("earnest: error: ")


def test_a_damaged_store_is_said_in_the_report(tmp_path, earnest_in):
    """REAL BUG THIS CATCHES: evidence of an hour is put aside without a word."""
    root = copied("cli_bank", tmp_path)
    (root / ".earnest").mkdir()
    (root / ".earnest" / "evidence.sqlite").write_text("broken" * 1000)
    outcome = earnest_in(root, "prove", "--operator", "drop-raise")
    words = " ".join(outcome.stdout.split())
    assert "note: The evidence store was damaged; it is kept as" in words
    assert (root / ".earnest" / "evidence.corrupt.1.sqlite").exists()


def test_ctrl_c_prints_what_is_known_and_the_next_run_goes_on(tmp_path, environment, earnest_in):
    """REAL BUG THIS CATCHES: ten minutes of trials are lost to one Ctrl-C, or the exit code says that all is well."""
    root = copied("cli_slow", tmp_path)
    command = [sys.executable, "-m", "earnest", "check", "--jobs", "1", "--json", "../out.json"]
    process = subprocess.Popen(
        command,
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    for line in process.stderr:
        if "changes to try" in line:
            break
    store = root / ".earnest" / "evidence.sqlite"
    seen = 0
    while seen < 2:
        seen = answers(store)
    os.killpg(process.pid, signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Interrupted: " in output
    assert "Next: run the same command again; it goes on where it stopped." in output
    document = json.loads((tmp_path / "out.json").read_text())
    known = [change["id"] for change in document["changes"] if change["verdict"] != "not-asked"]
    assert 2 <= len(known) < len(document["changes"])
    again = json.loads(earnest_in(root, "check", "--json", "-").stdout)
    assert [c["id"] for c in again["changes"] if c["remembered"] and c["id"] in known] == known
    assert not again["interrupted"]


def answers(store):
    """How many answers a store holds while another process writes to it."""
    import sqlite3

    connection = sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=10)
    try:
        return connection.execute("SELECT count(*) FROM trials").fetchone()[0]
    finally:
        connection.close()


def terminal_output(command, root, environment):
    """What a terminal of 100 columns receives from both streams, and the exit code."""
    parent, child = pty.openpty()
    settings = environment | {"TERM": "xterm-256color", "COLUMNS": "100"}
    process = subprocess.Popen(command, cwd=root, env=settings, stdin=child, stdout=child, stderr=child)
    os.close(child)
    chunks = []
    while select.select([parent], [], [], 120)[0]:
        try:
            chunk = os.read(parent, 65536)
        except OSError:  # Linux tells the end of a terminal so
            break
        if not chunk:
            break
        chunks.append(chunk)
    os.close(parent)
    return b"".join(chunks).decode(), process.wait(timeout=60)


def test_a_terminal_gets_a_bar_colour_and_missed_changes_above_it(tmp_path, environment):
    """REAL BUG THIS CATCHES: the bar stays on the screen, hides the cursor for ever, or swallows the missed changes."""
    root = copied("cli_bank", tmp_path)
    text, code = terminal_output([sys.executable, "-m", "earnest", "check"], root, environment)
    assert code == 1
    bar, _, report = text.rpartition("\x1b[?25h")
    assert "\x1b[?25l" in bar
    assert re.search(r"\d+/\d+  \d+ caught  \d+ missed  \d+/s", bar)
    assert re.search(r"src/bank/account\.py:15.*empty-message", bar)
    assert "helpful error messages" in report
    assert "\x1b[1;31mFAIL" in report


def test_no_color_is_honoured_on_a_terminal(tmp_path, environment):
    """REAL BUG THIS CATCHES: a user who cannot see our colours cannot switch them off."""
    root = copied("cli_bank", tmp_path)
    command = [sys.executable, "-m", "earnest", "prove", "--operator", "drop-raise"]
    text, _code = terminal_output(command, root, environment | {"NO_COLOR": "1"})
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", text)


def test_cold_trials_begin_behind_the_configuration_of_pytest(earnest_in, tmp_path):
    """
    REAL BUG THIS CATCHES: pytest's own capture counts as a file left open, and each cold trial configures pytest once more.
    """
    log = tmp_path / "configured"
    root = tmp_path / "rates"
    root.mkdir()
    (root / "pyproject.toml").write_text('[project]\nname = "rates"\nversion = "1"\n')
    (root / "rates.py").write_text("LOW = 3\nMIDDLE = 5\nHIGH = 7\nTOP = 9\nROOF = 11\n")
    (root / "conftest.py").write_text(
        f"import os\n\ndef pytest_configure(config):\n    with open({str(log)!r}, 'a') as log:\n"
        "        log.write(f'{os.getpid()}\\n')\n"
    )
    (root / "test_rates.py").write_text(
        "import rates\n\ndef test_rates():\n"
        "    assert [rates.LOW, rates.MIDDLE, rates.HIGH, rates.TOP, rates.ROOF] == [3, 5, 7, 9, 11]\n"
    )
    report = tmp_path / "report.json"
    earnest_in(root, "check", "--json", report)
    cold = [change for change in json.loads(report.read_text())["changes"] if change["path"] == "cold"]
    assert len(cold) >= 5
    assert {change["verdict"] for change in cold} == {"caught"}
    assert len(log.read_text().split()) == 2, "one for the hot zygote, one for the cold one"
