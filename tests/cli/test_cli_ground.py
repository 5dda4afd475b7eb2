"""The command line itself: help, misuse, crashes, start-up."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from earnest import __version__

COMMANDS = ("check", "review", "prove", "show", "explain", "services", "doctor")
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "cli.md"


def only_sentence(outcome):
    """The one line on stderr of a command that refused to work."""
    assert outcome.stdout == ""
    (line,) = outcome.stderr.strip().split("\n")
    return line


def test_the_version_is_printed(earnest):
    """REAL BUG THIS CATCHES: the version on the command line is another than the package's."""
    outcome = earnest("--version")
    assert (outcome.returncode, outcome.stdout) == (0, f"earnest {__version__}\n")


def test_the_version_costs_less_than_150_ms_of_cpu(environment):
    """CPU time, not wall time; the least of five, as another process may take the caches away.

    REAL BUG THIS CATCHES: a heavy import at the top of a module, so that shell completion and `--help` become sluggish.
    """

    def cost():
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "earnest", "--version"], env=environment, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(cost() for _ in range(5)) < 0.15


def test_the_version_imports_nothing_heavy(script):
    """REAL BUG THIS CATCHES: as above, on a machine so fast that the milliseconds do not show it."""
    outcome = script(
        "import sys\nfrom earnest.cli.main import main\ntry:\n    main(['--version'])\nexcept SystemExit:\n"
        "    print(sorted({'rich', 'sqlite3', 'pytest', 'earnest.model', 'json'} & set(sys.modules)))"
    )
    assert outcome.stdout.splitlines()[-1] == "[]"


def test_the_help_names_every_command_in_the_order_of_use(earnest):
    """REAL BUG THIS CATCHES: a command exists and nobody can find it."""
    lines = earnest("--help").stdout.splitlines()
    assert [line.split()[0] for line in lines[lines.index("Commands:") + 1 :]] == list(COMMANDS)


def test_without_a_command_the_help_is_shown_and_it_counts_as_misuse(earnest):
    """REAL BUG THIS CATCHES: a CI job that lost its arguments is green."""
    outcome = earnest()
    assert outcome.returncode == 2
    assert "Commands:" in outcome.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_the_reference_names_its_options(earnest, command):
    """REAL BUG THIS CATCHES: an option is added and the reference page does not know it."""
    outcome = earnest(command, "--help")
    assert outcome.returncode == 0
    options = set(re.findall(r"(?<![\w-])--[a-z-]+", outcome.stdout.partition("Options:")[2]))
    section = PAGE.read_text(encoding="utf-8").partition(f"## `earnest {command}")[2].partition("\n## ")[0]
    assert "--json" in options
    assert {option for option in options - {"--help"} if f"`{option}" not in section} == set()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["chekc"], "There is no command 'chekc'. Did you mean 'check'?"),
        (["xyzzy"], "There is no command 'xyzzy'. There are: check, review, prove, show, explain, services, doctor."),
        (["check", "--jbos", "2"], "--jbos"),
        (["check", "--jobs", "0"], "0 is not in the range"),
        (["check", "--budget", "soon"], "'soon' is no length of time: write 90s, 2m, 1.5m or 1h."),
        (["check", "--budget", "0s"], "'0s' is no length of time"),
        (["check", "--family", "lgoic"], "'lgoic'"),
        (["check", "--operator", "drop-rise"], "There is no operator 'drop-rise'. Did you mean: drop-raise"),
        (["check", "nowhere"], "The path 'nowhere' does not exist."),
        (["check", "--json", "nowhere/out.json"], "'nowhere/out.json'"),
        (["show"], "Missing argument 'ID'"),
        (["show", "abc"], "No run of"),
        (["show", "abc", "nowhere"], "'nowhere' does not exist"),
        (["explain", "drop-rise"], "Did you mean: drop-raise"),
        (["explain", "qqqqqqqqqqqqqqq"], "Nothing is known of 'qqqqqqqqqqqqqqq'. There are: "),
    ],
)
def test_misuse_is_answered_in_one_sentence_with_exit_code_2(earnest, arguments, sentence):
    """REAL BUG THIS CATCHES: a typo ends in a traceback, or is ignored and the wrong thing is measured."""
    outcome = earnest(*arguments)
    line = only_sentence(outcome)
    assert outcome.returncode == 2
    assert line.startswith("earnest: error: ")
    assert sentence in line


def test_misuse_leaves_nothing_behind(earnest, tmp_path):
    """REAL BUG THIS CATCHES: `earnest show` in the wrong directory makes an .earnest directory there."""
    for arguments in (["show", "abc"], ["explain", "4"], ["doctor"], ["check", "--budget", "soon"]):
        earnest(*arguments)
    assert list(tmp_path.iterdir()) == []


BROKEN = """
import sys, types, click
module = types.ModuleType("earnest.cli.doctor")
module.command = click.Command("doctor", callback=lambda: {action})
sys.modules["earnest.cli.doctor"] = module
from earnest.cli.main import main
main(["doctor"])
"""


def test_a_bug_of_ours_ends_with_70_and_a_file_that_tells_where(script, tmp_path):
    """REAL BUG THIS CATCHES: the user sees fifty lines of our code, or nothing at all, and CI takes 1 for a weak
    suite.
    """
    (tmp_path / ".earnest").mkdir()
    outcome = script(BROKEN.format(action="{}['key']"))
    assert outcome.returncode == 70
    assert outcome.stderr.startswith("earnest: internal error: KeyError: 'key'\nThis is a bug of Earnest's")
    assert "Traceback" not in outcome.stderr
    (file,) = (tmp_path / ".earnest").iterdir()
    assert str(file) in outcome.stderr
    assert "Traceback" in file.read_text()


def test_a_bug_of_ours_shows_its_traceback_when_asked(script, environment):
    """REAL BUG THIS CATCHES: EARNEST_DEBUG does nothing and a developer cannot see where it broke."""
    environment["EARNEST_DEBUG"] = "1"
    outcome = script(BROKEN.format(action="{}['key']"))
    assert outcome.returncode == 70
    assert outcome.stderr.startswith("Traceback")


@pytest.mark.parametrize("action", ["exec('raise KeyboardInterrupt')", "exec('raise click.Abort')"])
def test_an_interruption_ends_with_130_and_no_traceback(script, action):
    """REAL BUG THIS CATCHES: Ctrl-C before the trials prints a traceback of ours."""
    outcome = script(BROKEN.format(action=action))
    assert (outcome.returncode, outcome.stderr.strip()) == (130, "earnest: interrupted")


@pytest.mark.parametrize(
    ("error", "code"), [("UsageError", 2), ("PlatformError", 2), ("BaselineError", 3), ("EngineError", 70)]
)
def test_each_error_ends_with_its_own_exit_code(script, error, code):
    """REAL BUG THIS CATCHES: a failing baseline ends with 2 and a script takes it for a typo."""
    action = f'exec(\'from earnest.errors import {error}; raise {error}("It broke.", cure="Mend it.")\')'
    outcome = script(BROKEN.format(action=action))
    assert outcome.returncode == code
    assert "It broke. Mend it." in outcome.stderr


def test_a_reader_that_goes_away_is_no_crash(environment, tmp_path):
    """REAL BUG THIS CATCHES: `earnest --help | head -1` prints BrokenPipeError."""
    reader, writer = os.pipe()
    os.close(reader)
    outcome = subprocess.run(
        [sys.executable, "-m", "earnest", "explain", "drop-raise"],
        env=environment,
        cwd=tmp_path,
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert outcome.stderr == ""


def test_output_that_the_encoding_does_not_know_is_no_crash(earnest):
    """REAL BUG THIS CATCHES: on a C locale without UTF-8 mode the report of a project with an umlaut raises."""
    outcome = earnest("check", "nöwhere", PYTHONUTF8="0", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert "does not exist" in only_sentence(outcome)


WITHOUT_FORK = """
import os, sys
del os.fork
sys.modules["fcntl"] = sys.modules["resource"] = None
from earnest.cli.main import main
main({arguments})
"""


@pytest.mark.parametrize("command", ["check", "prove"])
def test_a_platform_without_fork_is_refused_in_one_sentence(script, command):
    """REAL BUG THIS CATCHES: on Windows: ModuleNotFoundError: No module named 'fcntl'."""
    outcome = script(WITHOUT_FORK.format(arguments=[command]))
    assert outcome.returncode == 2
    assert "cannot fork" in only_sentence(outcome)


def test_the_doctor_works_where_earnest_cannot(script):
    """REAL BUG THIS CATCHES: the doctor dies of the very thing that it is asked about."""
    outcome = script(WITHOUT_FORK.format(arguments=["doctor"]))
    assert outcome.returncode == 2
    assert re.search(r"^no   fork ", outcome.stdout, re.MULTILINE)


def test_explain_works_where_earnest_cannot(script):
    """REAL BUG THIS CATCHES: whoever reads a report of CI on Windows cannot look an operator up."""
    outcome = script(WITHOUT_FORK.format(arguments=["explain", "drop-raise"]))
    assert outcome.returncode == 0


def pretend(directory, version, name="pytest"):
    """An installed distribution of that version, as far as its metadata tells."""
    info = directory / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")


def ahead(directory, environment):
    """A PYTHONPATH on which that directory comes first."""
    return os.pathsep.join([str(directory), environment["PYTHONPATH"]])


@pytest.mark.parametrize("version", ["7.4.4", "8.3.5", "8.3.0rc1"])
def test_a_pytest_that_is_too_old_is_refused_in_one_sentence(earnest, environment, tmp_path, version):
    """REAL BUG THIS CATCHES: an old pytest fails in the middle of the run with an attribute that it does not have."""
    pretend(tmp_path / "site", version)
    outcome = earnest("check", PYTHONPATH=ahead(tmp_path / "site", environment))
    assert outcome.returncode == 2
    line = only_sentence(outcome)
    assert f"pytest {version} is too old" in line
    assert 'pip install "pytest>=8.4"' in line


def test_the_doctor_says_what_is_missing_and_ends_with_2(earnest, environment, tmp_path):
    """REAL BUG THIS CATCHES: the doctor dies of the same thing that it should diagnose."""
    pretend(tmp_path / "site", "7.4.4")
    outcome = earnest("doctor", PYTHONPATH=ahead(tmp_path / "site", environment))
    assert outcome.returncode == 2
    assert re.search(r"^no   pytest    pytest 7.4.4 is too old", outcome.stdout, re.MULTILINE)


def test_the_doctor_names_the_plugins_that_will_be_switched_off(earnest, environment, tmp_path):
    """REAL BUG THIS CATCHES: a user wonders why the suite takes four times as long under Earnest as with -n 4."""
    pretend(tmp_path / "site", "99.0", "Pytest_RandomLy")
    outcome = earnest("doctor", PYTHONPATH=ahead(tmp_path / "site", environment))
    assert re.search(r"^ok   plugins   switched off during a run: .*pytest-randomly", outcome.stdout, re.MULTILINE)


def test_the_doctor_describes_a_healthy_project_and_ends_with_0(earnest, tree):
    """REAL BUG THIS CATCHES: exit code 2 for a condition that is merely less than ideal."""
    outcome = earnest("doctor", tree("cli_bank"))
    assert outcome.returncode == 0
    assert re.search(r"^ok   project   bank: 3 source files; tests: ", outcome.stdout, re.MULTILINE)


def test_the_doctor_names_a_mistake_in_the_configuration(earnest, tree):
    """REAL BUG THIS CATCHES: the doctor says that all is well and `check` refuses to start."""
    root = tree("cli_bank")
    with (root / "pyproject.toml").open("a") as file:
        file.write("\n[tool.earnest]\njbos = 2\n")
    outcome = earnest("doctor", root)
    assert outcome.returncode == 2
    assert "jbos" in outcome.stdout


def test_a_suite_with_warnings_as_errors_runs_where_earnest_is_an_installed_plugin(tmp_path, clean_environment):
    """Our own process has imported the package before pytest wants to rewrite its assertions.

    REAL BUG THIS CATCHES: pytest warns of that, the user's `filterwarnings = error` makes an error of the warning, and
    each `earnest check` ends as a bug of ours.
    """
    (tmp_path / "test_one.py").write_text("def test_one():\n    assert 1 + 1 == 2\n")
    others = "'-p', 'no:cacheprovider', '-p', 'no:asyncio', '-p', 'no:randomly', '-p', 'no:anyio'"
    code = f"import earnest, pytest, sys; sys.exit(pytest.main(['-q', '-W', 'error', {others}]))"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=clean_environment, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
