"""`load`: a table of TOML becomes settings, or one error that lists every mistake."""

import dataclasses

import pytest

from earnest.config import FIELDS, Database, ReviewRules, Settings, Threshold, load
from earnest.errors import ConfigurationError


def write(root, table, name="pyproject.toml"):
    (root / name).write_text(table, encoding="utf-8")
    return root


def error_of(root, overrides=None):
    with pytest.raises(ConfigurationError) as caught:
        load(root, overrides)
    return str(caught.value)


def test_a_project_without_configuration_gets_the_defaults(tmp_path):
    """No file is no mistake.

    REAL BUG THIS CATCHES: the tool demands a pyproject.toml of projects that have only a setup.py.
    """
    assert load(tmp_path) == Settings()
    assert load(write(tmp_path, "[project]\nname = 'x'\n")) == Settings()


def test_every_key_reaches_its_setting(tmp_path):
    """Each key is read, typed and converted.

    REAL BUG THIS CATCHES: a key is accepted and then ignored, so the user's limit never holds.
    """
    for place in ("lib", "spec"):
        (tmp_path / place).mkdir()
    write(
        tmp_path,
        """
        [tool.earnest]
        sources = ["lib"]
        tests = ["spec"]
        pytest-args = ["-m", "not slow"]
        exclude = ["lib/generated/**"]
        boundaries = ["lib.mail.Client"]
        jobs = 3
        timeout-factor = 4
        minimum-seconds = 2.5
        collect-seconds = 30
        baseline-seconds = 90
        memory = "1.5GiB"
        environment = { TZ = "UTC" }
        per-line = 7
        thresholds = { bugs = { pass = 0.8, warn = 0.7 } }
        """,
    )
    assert load(tmp_path) == Settings(
        sources=("lib",),
        tests=("spec",),
        pytest_args=("-m", "not slow"),
        exclude=("lib/generated/**",),
        boundaries=("lib.mail.Client",),
        jobs=3,
        timeout_factor=4.0,
        minimum_seconds=2.5,
        collect_seconds=30.0,
        baseline_seconds=90.0,
        memory=3 * 512 * 1024**2,
        environment={"TZ": "UTC"},
        per_line=7,
        thresholds={number: Threshold(0.8, 0.7) if number == 8 else Threshold() for number in range(1, 9)},
    )


def test_the_own_file_holds_the_keys_at_its_top(tmp_path):
    """earnest.toml serves projects without a pyproject.toml.

    REAL BUG THIS CATCHES: settings in earnest.toml are looked for under [tool.earnest] and silently not found.
    """
    assert load(write(tmp_path, "jobs = 5\n", "earnest.toml")).jobs == 5


def test_a_tool_table_in_the_own_file_is_explained(tmp_path):
    """Copying the table over from pyproject.toml is the likeliest slip.

    REAL BUG THIS CATCHES: the message suggests the nearest key to 'tool', which helps nobody.
    """
    message = error_of(write(tmp_path, "[tool.earnest]\njobs = 5\n", "earnest.toml"))
    assert message.startswith("earnest.toml:1: unknown key 'tool'; in earnest.toml the keys stand at the top")


def test_settings_in_both_files_are_refused(tmp_path):
    """Which one would win is not guessed.

    REAL BUG THIS CATCHES: a forgotten earnest.toml overrules the pyproject.toml that the user edits.
    """
    write(tmp_path, "jobs = 5\n", "earnest.toml")
    message = error_of(write(tmp_path, "[tool.earnest]\njobs = 2\n"))
    assert "earnest.toml and [tool.earnest] in pyproject.toml both hold settings" in message


def test_an_unknown_key_names_the_nearest_known_one_and_its_line(tmp_path):
    """The place and the cure stand in one line.

    REAL BUG THIS CATCHES: a misspelt `boundries` is ignored and every double counts as misplaced.
    """
    message = error_of(write(tmp_path, "[tool.earnest]\n\nboundries = []\n"))
    assert message == "pyproject.toml:3: unknown key 'boundries'; did you mean 'boundaries'?"


def test_a_key_with_an_underscore_is_led_to_the_one_with_a_hyphen(tmp_path):
    """Python's spelling is the commonest misspelling of a TOML key.

    REAL BUG THIS CATCHES: `per_line` is suggested something else, or taken for an unrelated key.
    """
    assert "did you mean 'per-line'?" in error_of(write(tmp_path, "[tool.earnest]\nper_line = 1\n"))


def test_a_key_like_no_other_gets_the_whole_list(tmp_path):
    """Where nothing is near, the known keys are named.

    REAL BUG THIS CATCHES: a reserved table such as `cluster` is accepted although nothing reads it.
    """
    message = error_of(write(tmp_path, "[tool.earnest.cluster]\nurl = 'x'\n"))
    assert message.startswith("pyproject.toml:1: unknown key 'cluster'; known are sources, tests, ")


def test_all_mistakes_come_at_once(tmp_path):
    """One run shows everything that must be mended, in the file and on the command line.

    REAL BUG THIS CATCHES: the user mends one key a run, five runs long.
    """
    write(tmp_path, '[tool.earnest]\nsource = []\njobs = "two"\n[tool.earnest.environment]\nPORT = 5432\n')
    assert error_of(tmp_path, {"per-line": 0}).splitlines() == [
        "4 mistakes in the configuration:",
        "  pyproject.toml:2: unknown key 'source'; did you mean 'sources'?",
        '  pyproject.toml:3: jobs = "two": expected a whole number of at least 1',
        "  pyproject.toml:5: environment.PORT = 5432: expected a string (put it in quotes)",
        "  command line: per-line = 0: expected a whole number of at least 1",
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("jobs = true", "jobs = true: expected a whole number of at least 1"),
        ("jobs = 1.5", "jobs = 1.5: expected a whole number of at least 1"),
        ("jobs = 0", "jobs = 0: expected a whole number of at least 1"),
        ("timeout-factor = nan", "timeout-factor = NaN: expected a number of at least 1"),
        ("timeout-factor = inf", "timeout-factor = Infinity: expected a number of at least 1"),
        ("timeout-factor = false", "timeout-factor = false: expected a number of at least 1"),
        ("minimum-seconds = 0.99", "minimum-seconds = 0.99: expected a number of at least 1"),
        ('memory = "2G"', 'memory = "2G": expected a size of at least 64 MiB such as "2GiB" or "512MiB"'),
        ("memory = 512", 'memory = 512: expected a size of at least 64 MiB such as "2GiB" or "512MiB"'),
        ('memory = "63MiB"', 'memory = "63MiB": expected a size of at least 64 MiB such as "2GiB" or "512MiB"'),
        ('pytest-args = "-x"', 'pytest-args = "-x": expected a list of strings'),
        ('pytest-args = ["-x", 3]', "pytest-args = 3: expected a string that is not empty"),
        ('pytest-args = [""]', 'pytest-args = "": expected a string that is not empty'),
        ('sources = ["nowhere"]', 'sources = "nowhere": expected a path that exists below '),
        ('sources = ["**x"]', 'sources = "**x": expected a path that exists below '),
        ('sources = ["a\\u0000"]', 'sources = "a\\u0000": expected a path that exists below '),
        ('sources = ["no*/src"]', 'sources = "no*/src": expected a path that exists below '),
        ('tests = ["/etc"]', 'tests = "/etc": expected a path inside the project, relative to its root'),
        ('tests = ["../other"]', 'tests = "../other": expected a path inside the project, relative to its root'),
        ('exclude = ["/a"]', 'exclude = "/a": expected a glob relative to the project\'s root'),
        ('boundaries = ["app."]', 'boundaries = "app.": expected a dotted name such as app.clients.mail'),
        ("environment = 3", "environment = 3: expected a table of strings"),
        ('environment = { "A=B" = "x" }', 'environment.A=B = "x": expected a variable\'s name before the equals sign'),
        ("thresholds = 0.9", "thresholds = 0.9: expected a table of criteria, each with pass and warn"),
        ("thresholds = { bug = {} }", "thresholds.bug: unknown criterion; did you mean 'bugs'?"),
        ("thresholds = { 9 = {} }", "thresholds.9: unknown criterion; known are contracts, infrastructure,"),
        ("thresholds = { 8 = 0.9 }", "thresholds.8 = 0.9: expected a table such as { pass = 0.9, warn = 0.75 }"),
        ("thresholds = { 8 = { pass = 90 } }", "thresholds.8.pass = 90: expected a share between 0 and 1"),
        ("thresholds = { 8 = { warm = 0 } }", "thresholds.8.warm: unknown key; did you mean 'warn'?"),
        ("thresholds = { 8 = { warn = 0.95 } }", "expected warn (0.95) not above pass (0.9)"),
        ("thresholds = { 8 = {}, bugs = {} }", "thresholds.bugs: criterion 8 has been given before"),
    ],
)
def test_a_wrong_value_is_shown_with_its_key_and_what_was_expected(tmp_path, line, expected):
    """No value of a wrong type or size gets through, and each message says what would.

    REAL BUG THIS CATCHES: `jobs = true` means one job, or `memory = 512` means 512 bytes and every trial crashes.
    """
    message = error_of(write(tmp_path, f"[tool.earnest]\n{line}\n"))
    assert message.startswith("pyproject.toml:2: ")
    assert expected in message


@pytest.mark.parametrize(
    ("text", "size"),
    [("2GiB", 2 * 1024**3), ("512 MiB", 512 * 1024**2), ("1gb", 10**9), ("0.5TB", 5 * 10**11), ("67108864B", 2**26)],
)
def test_a_size_is_read_in_both_counts(tmp_path, text, size):
    """GiB and GB differ by seven percent.

    REAL BUG THIS CATCHES: all prefixes are powers of 1000 (or all of 1024).
    """
    assert load(write(tmp_path, f'[tool.earnest]\nmemory = "{text}"\n')).memory == size


def test_a_lower_pass_alone_lowers_the_warning_with_it(tmp_path):
    """Asking for less must not be refused because of a default that the user never saw.

    REAL BUG THIS CATCHES: `pass = 0.6` fails with "warn (0.75) not above pass (0.6)".
    """
    settings = load(write(tmp_path, "[tool.earnest.thresholds]\nmessages = { pass = 0.6 }\n"))
    assert settings.thresholds[6] == Threshold(0.6, 0.6)


def test_the_command_line_wins_over_the_file(tmp_path):
    """An option that was not given (None) leaves the file's value alone.

    REAL BUG THIS CATCHES: click's None for an absent option resets the configured value to the default.
    """
    write(tmp_path, '[tool.earnest]\njobs = 2\nper-line = 9\npytest-args = ["-q"]\n')
    settings = load(tmp_path, {"jobs": 4, "per-line": None, "pytest_args": ("-x",)})
    assert (settings.jobs, settings.per_line, settings.pytest_args) == (4, 9, ("-x",))


def test_paths_may_be_globs(tmp_path):
    """A monorepo names all its members at once.

    REAL BUG THIS CATCHES: `packages/*/src` is refused because no directory is called `*`.
    """
    (tmp_path / "packages" / "a" / "src").mkdir(parents=True)
    settings = load(write(tmp_path, '[tool.earnest]\nsources = ["packages/*/src"]\n'))
    assert settings.sources == ("packages/*/src",)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[tool.earnest]\njobs = \n", "pyproject.toml:2: not valid TOML: "),
        ("a = [1,\n", "pyproject.toml:2: not valid TOML: "),
    ],
)
def test_invalid_toml_is_reported_with_its_line(tmp_path, text, place):
    """Also where the file ends too early and the parser knows no line.

    REAL BUG THIS CATCHES: a TOMLDecodeError traceback, or "line None".
    """
    assert error_of(write(tmp_path, text)).startswith(place)


def test_a_file_that_is_not_utf8_is_reported(tmp_path):
    """TOML is UTF-8 by definition.

    REAL BUG THIS CATCHES: a UnicodeDecodeError traceback for a file saved in Latin-1.
    """
    (tmp_path / "pyproject.toml").write_bytes(b"# caf\xe9\n")
    assert "not UTF-8 at byte 5. Save it as UTF-8." in error_of(tmp_path)


def test_a_table_that_is_none_is_refused(tmp_path):
    """`earnest` under [tool] must be a table.

    REAL BUG THIS CATCHES: AttributeError: 'int' object has no attribute 'items'.
    """
    assert error_of(write(tmp_path, "[tool]\nearnest = 3\n")) == "pyproject.toml:2: tool.earnest = 3: expected a table"


def test_the_line_is_found_below_dotted_and_quoted_keys(tmp_path):
    """TOML has several ways to write one key.

    REAL BUG THIS CATCHES: the place of a mistake is lost, or points at a key of the same name of another tool.
    """
    text = '[tool.other]\njobs = 0\n[tool]\nearnest."jobs" = 0\n'
    assert error_of(write(tmp_path, text)).startswith("pyproject.toml:4: jobs = 0")


def test_settings_are_frozen():
    """Rooms share them.

    REAL BUG THIS CATCHES: one room changes `jobs` under the feet of another.
    """
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().jobs = 99


def test_the_table_of_fields_is_that_of_the_settings():
    """Each setting has a key and each key a setting, in the same order.

    REAL BUG THIS CATCHES: a new setting that no key can reach, or a key whose value `Settings` does not take.
    """
    assert [field.attribute for field in FIELDS] == [field.name for field in dataclasses.fields(Settings)]


def test_the_table_of_the_database_is_read_and_checked_as_a_whole(tmp_path):
    """All mistakes of the table come at once, each with its line and what was expected.

    REAL BUG THIS CATCHES: a misspelt `schema` is ignored, and every test finds an empty database.
    """
    table = '[tool.earnest.database]\nshema = "a:b"\nserver = "mysql"\nversion = true\nschema = "models"\n'
    message = error_of(write(tmp_path, table))
    assert "pyproject.toml:2: database.shema: unknown key; did you mean 'schema'?" in message
    assert 'pyproject.toml:3: database.server = "mysql": expected one of environment, machine, wheel, docker' in message
    assert "pyproject.toml:4: database.version = true: expected a major version such as 16" in message
    assert 'pyproject.toml:5: database.schema = "models": expected a schema such as' in message


def test_the_table_of_the_database_becomes_a_value(tmp_path):
    """What the table leaves out has its default.

    REAL BUG THIS CATCHES: `version` is checked and then forgotten.
    """
    write(tmp_path, '[tool.earnest.database]\nschema = "app.models:Base.metadata"\nversion = 16\n')
    assert load(tmp_path).database == Database(schema="app.models:Base.metadata", version=16)


def test_the_table_of_the_reviewer_is_read_and_checked_as_a_whole(tmp_path):
    """Every key is checked, and each mistake has the line on which it stands.

    REAL BUG THIS CATCHES: a misspelt `extend-selct` switches nothing on, and nobody is told.
    """
    message = error_of(
        write(
            tmp_path,
            '[tool.earnest.review]\nextend-selct = ["ET5"]\npreview = "yes"\nprofile = "lax"\nselect = "ET1"\n'
            'baseline = "../known.json"\n[tool.earnest.review.per-file-ignores]\n"/etc/*" = ["ET1"]\n"tests/*" = [7]\n',
        )
    )
    assert message.splitlines()[1:] == [
        "  pyproject.toml:2: review.extend-selct: unknown key; did you mean 'extend-select'?",
        '  pyproject.toml:3: review.preview = "yes": expected true or false',
        '  pyproject.toml:4: review.profile = "lax": expected one of strict, layered',
        '  pyproject.toml:5: review.select = "ET1": expected a list of strings',
        '  pyproject.toml:6: review.baseline = "../known.json": expected a path inside the project, relative to its root',
        '  pyproject.toml:7: review.per-file-ignores = "/etc/*": expected a glob relative to the project\'s root',
        "  pyproject.toml:9: review.per-file-ignores.tests/* = 7: expected a string that is not empty",
    ]


def test_the_table_of_the_reviewer_becomes_a_value(tmp_path):
    """What the table leaves out has its default.

    REAL BUG THIS CATCHES: keys with a hyphen are checked and then forgotten.
    """
    text = '[tool.earnest.review]\nextend-select = ["ET5"]\nprofile = "layered"\nper-file-ignores = { "a/*" = ["ET202"] }\n'
    expected = ReviewRules(extend_select=("ET5",), profile="layered", per_file_ignores={"a/*": ("ET202",)})
    assert load(write(tmp_path, text)).review == expected
