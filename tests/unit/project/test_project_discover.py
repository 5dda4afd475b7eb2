"""`discover`: projects of every layout are found, without configuration."""

import json
import os
import subprocess
import sys

import pytest

from earnest.config import Settings, load
from earnest.errors import ProjectError, UsageError
from earnest.project import discover

IMPORT_ALL = """
import importlib, json, sys
print(json.dumps({name: importlib.import_module(name).__file__ for name in json.loads(sys.argv[1])}))
"""


def plant(root, files):
    """Writes a project: path -> text. A name alone gets an empty file."""
    for path, text in files.items() if isinstance(files, dict) else dict.fromkeys(files, "").items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def modules(project):
    return {source.path: source.module for source in project.sources}


def roots(project):
    return [path.relative_to(project.root).as_posix() for path in project.import_roots]


def run_python(project, *arguments):
    """A fresh interpreter with the project's import roots on its path and nothing else of ours."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHON"))}
    environment |= {
        "PYTHONPATH": os.pathsep.join(map(str, project.import_roots)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=project.root, env=environment, capture_output=True, text=True, check=False)


LAYOUTS = {
    "layout_inside": {
        "gauge/__init__.py": "gauge",
        "gauge/scale.py": "gauge.scale",
        "gauge/test/__init__.py": "gauge.test",
        "gauge/test/client.py": "gauge.test.client",
    },
    "layout_namespace": {
        "src/acme/billing/__init__.py": "acme.billing",
        "src/acme/billing/invoice.py": "acme.billing.invoice",
        "src/acme/mail.py": "acme.mail",
    },
    "layout_monorepo": {
        "packages/alpha/src/alpha/__init__.py": "alpha",
        "packages/beta/lib/beta/__init__.py": "beta",
        "packages/gamma/gamma.py": "gamma",
    },
    "layout_single_module": {"roman.py": "roman"},
    "layout_src_is_package": {"src/shop/cart.py": "src.shop.cart", "src/shop/prices.py": "src.shop.prices"},
    "layout_backend": {
        "backend/app/__init__.py": "app",
        "backend/app/greeting.py": "app.greeting",
        "backend/settings.py": "settings",
    },
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_product_of_each_layout_is_found_and_nothing_else(name, tree):
    """Tests, tools, examples and data are left out, and each file has the name by which the tests import it.

    REAL BUG THIS CATCHES: a layout in which no code is found, or in which the tests themselves are changed.
    """
    assert modules(discover(tree(name), Settings())) == LAYOUTS[name]


@pytest.mark.parametrize("name", LAYOUTS)
def test_python_imports_each_module_from_the_file_that_was_found(name, tree):
    """The import roots and the module names agree with Python's own import system.

    REAL BUG THIS CATCHES: a module is called `billing.invoice` where Python knows `acme.billing.invoice`, so no
    change to it ever reaches the running code.
    """
    project = discover(tree(name), Settings())
    outcome = run_python(project, "-c", IMPORT_ALL, json.dumps([source.module for source in project.sources]))
    assert outcome.returncode == 0, outcome.stderr
    found = {source.module: str(project.root / source.path) for source in project.sources}
    assert json.loads(outcome.stdout) == found


@pytest.mark.parametrize("name", LAYOUTS)
def test_pytest_passes_with_the_import_roots_and_test_paths_that_were_found(name, tree):
    """What is handed to pytest suffices to run the suite.

    REAL BUG THIS CATCHES: the baseline fails with ModuleNotFoundError in a project whose own CI is green.
    """
    project = discover(tree(name), Settings())
    outcome = run_python(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", *project.test_paths)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_what_stands_beside_a_product_is_not_part_of_it(tmp_path):
    """Docs, examples, scripts, tools, environments, caches, build output and hidden directories are passed over.

    REAL BUG THIS CATCHES: thousands of changes in a virtual environment that stands in the checkout.
    """
    beside = [
        "setup.py", "noxfile.py", "tasks.py", "conftest.py", "docs/conf.py", "examples/__init__.py", "examples/demo.py",
        "scripts/__init__.py", "benchmarks/__init__.py", "build/lib/shop/__init__.py", "dist/shop.py", "tools/gen.py",
        "env/pyvenv.cfg", "env/lib/python3.12/site-packages/dep/__init__.py", "env/shop/__init__.py",
        "node_modules/gyp/__init__.py", ".tox/py/shop/__init__.py", "shop/__pycache__/cart.py", "notebooks/look.py",
    ]  # fmt: skip
    plant(tmp_path, [*beside, "shop/__init__.py", "shop/build/__init__.py", "tests/test_shop.py"])
    assert list(modules(discover(tmp_path, Settings()))) == ["shop/__init__.py", "shop/build/__init__.py"]


def test_a_tool_that_the_tests_import_belongs_to_the_product(tmp_path):
    """`tasks.py` is a tool's file in one project and the background jobs of another.

    REAL BUG THIS CATCHES: the Celery tasks of an application are never changed, because invoke uses the same name.
    """
    plant(
        tmp_path, {"shop/__init__.py": "", "tasks.py": "", "fuzz/run.py": "", "tests/test_a.py": "import os, tasks\n"}
    )
    assert list(modules(discover(tmp_path, Settings()))) == ["shop/__init__.py", "tasks.py"]


def test_files_of_tests_are_left_out_wherever_they_stand(tmp_path):
    """Names of files and of directories tell, and pytest's own options for them do.

    REAL BUG THIS CATCHES: helpers of the suite are changed, every test fails, and the suite looks wonderful.
    """
    suite = [
        "shop/test_cart.py", "shop/cart_test.py", "shop/conftest.py", "shop/orders/tests.py", "shop/check_cart.py",
        "shop/tests/data.py", "unit-tests/test_a.py", "unit-tests/data.py", "qa/spec_a.py", "qa/steps.py",
    ]  # fmt: skip
    options = '[tool.pytest.ini_options]\npython_files = ["check_*.py", "spec_*.py"]\ntestpaths = ["qa", "shop"]\n'
    plant(tmp_path, [*suite, "shop/__init__.py", "shop/cart.py", "shop/latest.py", "shop/testing.py"])
    plant(tmp_path, {"pyproject.toml": options, "qa/__init__.py": ""})
    product = ["shop/__init__.py", "shop/cart.py", "shop/latest.py", "shop/testing.py"]
    assert list(modules(discover(tmp_path, Settings()))) == product


def test_a_pattern_that_matches_every_file_does_not_make_everything_a_test(tmp_path):
    """`python_files = *.py` is common and means "whatever stands in the tests".

    REAL BUG THIS CATCHES: "No first-party code" in a project with such an option.
    """
    plant(tmp_path, {"pytest.ini": "[pytest]\npython_files = *.py\n", "shop/__init__.py": "", "tests/any.py": ""})
    assert list(modules(discover(tmp_path, Settings()))) == ["shop/__init__.py"]


@pytest.mark.parametrize("testpaths", [".", "shop", "src", "src shop/cart"])
def test_testpaths_that_hold_the_product_do_not_hide_it(testpaths, tmp_path):
    """Projects that keep tests beside the code point pytest at the code.

    REAL BUG THIS CATCHES: everything below `testpaths` is taken for tests, and nothing is left to change.
    """
    plant(tmp_path, {"setup.cfg": f"[tool:pytest]\ntestpaths = {testpaths}\n", "shop/test_a.py": "import shop\n"})
    plant(tmp_path, ["shop/__init__.py", "shop/cart/__init__.py", "src/test_b.py"])
    assert list(modules(discover(tmp_path, Settings()))) == ["shop/__init__.py", "shop/cart/__init__.py"]


HINTS = {
    "hatch": ("pyproject.toml", '[tool.hatch.build.targets.wheel]\npackages = ["lib/shop"]\n'),
    "hatch-dev": ("pyproject.toml", '[tool.hatch.build]\ndev-mode-dirs = ["lib"]\n'),
    "setuptools-find": ("pyproject.toml", '[tool.setuptools.packages.find]\nwhere = ["lib"]\n'),
    "setuptools-dir": ("pyproject.toml", '[tool.setuptools]\npackage-dir = {"" = "lib"}\npackages = ["shop"]\n'),
    "setuptools-map": ("pyproject.toml", '[tool.setuptools.package-dir]\nshop = "lib/shop"\n'),
    "poetry": ("pyproject.toml", '[tool.poetry]\nname = "x"\npackages = [{include = "shop", from = "lib"}]\n'),
    "uv": ("pyproject.toml", '[tool.uv.build-backend]\nmodule-root = "lib"\nmodule-name = "shop"\n'),
    "pdm": ("pyproject.toml", '[tool.pdm.build]\npackage-dir = "lib"\n'),
    "maturin": ("pyproject.toml", '[tool.maturin]\npython-source = "lib"\n'),
    "scikit-build": ("pyproject.toml", '[tool.scikit-build]\nwheel.packages = ["lib/shop"]\n'),
    "setup.cfg": ("setup.cfg", "[options]\npackage_dir =\n    =lib\npackages = find:\n"),
    "setup.cfg-find": ("setup.cfg", "[options]\npackages = find:\n[options.packages.find]\nwhere = lib\n"),
    "setup.py": ("setup.py", "import setuptools\nsetuptools.setup(packages=setuptools.find_packages('lib'))\n"),
    "setup.py-where": ("setup.py", "from setuptools import *\nsetup(packages=find_packages(where='lib'))\n"),
    "setup.py-dir": ("setup.py", "from setuptools import setup\nsetup(package_dir={'': 'lib'}, packages=['shop'])\n"),
    "pytest": ("pyproject.toml", '[tool.pytest.ini_options]\npythonpath = ["lib"]\n'),
    "pytest-9": ("pytest.toml", '[pytest]\npythonpath = ["lib"]\n'),
    "pytest.ini": ("pytest.ini", "[pytest]\npythonpath = lib\n"),
    "tox.ini": ("tox.ini", "[pytest]\npythonpath = lib\n"),
}


@pytest.mark.parametrize("hint", HINTS)
def test_the_import_root_that_a_configuration_names_is_taken(hint, tmp_path):
    """No test imports anything here: the configuration alone says that `lib` is the root.

    REAL BUG THIS CATCHES: the projects of one build backend need `sources` to be found.
    """
    file, text = HINTS[hint]
    project = discover(plant(tmp_path, {file: text, "lib/shop/__init__.py": "", "lib/shop/cart.py": ""}), Settings())
    assert roots(project) == ["lib"]
    assert list(modules(project).values()) == ["shop", "shop.cart"]


@pytest.mark.parametrize("place", ["", "src/"])
@pytest.mark.parametrize("backend", ["hatchling.build", "flit_core.buildapi", "poetry.core.masonry.api", "uv_build"])
def test_backends_that_go_by_the_projects_name_leave_the_rest_out(backend, place, tmp_path):
    """`tool_kit` is what is packaged; `devel` beside it is not.

    REAL BUG THIS CATCHES: a package of release scripts at the top of the checkout counts as the product.
    """
    text = f'[project]\nname = "Tool-Kit"\n[build-system]\nbuild-backend = "{backend}"\n'
    plant(tmp_path, {"pyproject.toml": text, f"{place}tool_kit/__init__.py": "", "devel/__init__.py": ""})
    assert list(modules(discover(tmp_path, Settings())).values()) == ["tool_kit"]


def test_a_hint_that_leads_nowhere_is_no_obstacle(tmp_path):
    """Configuration that outlived a move of the code is passed over.

    REAL BUG THIS CATCHES: a stale `packages` entry makes a whole project invisible.
    """
    plant(tmp_path, {"setup.cfg": "[options]\npackages = find:\n[options.packages.find]\nwhere = gone\n"})
    plant(tmp_path, ["shop/__init__.py", "tests/test_a.py"])
    assert list(modules(discover(tmp_path, Settings()))) == ["shop/__init__.py"]


def test_the_python_path_of_the_environment_is_an_import_root(tmp_path):
    """`PYTHONPATH=python` in the configured environment of the test run says where the code is.

    REAL BUG THIS CATCHES: a project that is run with PYTHONPATH, as its readme says, is not found.
    """
    plant(tmp_path, ["python/shop/__init__.py", "python/shop/cart.py"])
    project = discover(tmp_path, Settings(environment={"PYTHONPATH": "python"}))
    assert (roots(project), list(modules(project).values())) == (["python"], ["shop", "shop.cart"])


def test_a_directory_that_an_editable_installation_put_on_the_path_is_an_import_root(tmp_path, monkeypatch):
    """A .pth file of an editable installation adds the root to sys.path.

    REAL BUG THIS CATCHES: a project in an odd layout, installed with `pip install -e`, is not found.
    """
    plant(tmp_path, ["source/py/shop/__init__.py"])
    monkeypatch.syspath_prepend(str(tmp_path / "source" / "py"))
    assert roots(discover(tmp_path, Settings())) == ["source/py"]


@pytest.mark.parametrize(
    ("sources", "found"),
    [
        (["lib"], {"lib/ns/a.py": "ns.a", "lib/shop/__init__.py": "shop", "lib/shop/cart.py": "shop.cart"}),
        (["lib/shop"], {"lib/shop/__init__.py": "shop", "lib/shop/cart.py": "shop.cart"}),
        (["lib/shop/cart.py"], {"lib/shop/cart.py": "shop.cart"}),
        (["scripts/release.py"], {"scripts/release.py": "release"}),
        (["examples"], {"examples/demo.py": "demo"}),
        (["proven/ns/x"], {"proven/ns/x/b.py": "ns.x.b"}),
        (["l?b/shop", "scripts/*.py"], {
            "lib/shop/__init__.py": "shop", "lib/shop/cart.py": "shop.cart", "scripts/release.py": "release",
        }),
    ],
)  # fmt: skip
def test_configured_sources_are_taken_and_nothing_else(sources, found, tmp_path):
    """Import roots, packages, modules and globs of them, also where nothing would be looked for; never the tests.

    REAL BUG THIS CATCHES: `sources` adds to what is discovered, or a package in it gets a wrong dotted name.
    """
    plant(tmp_path, ["lib/shop/__init__.py", "lib/shop/cart.py", "lib/shop/test_cart.py", "lib/ns/a.py"])
    plant(tmp_path, {"scripts/release.py": "", "examples/demo.py": "", "other/__init__.py": "", "proven/ns/x/b.py": ""})
    plant(tmp_path, {"tests/test_x.py": "from ns.x.b import y\n"})
    assert modules(discover(tmp_path, Settings(sources=tuple(sources)))) == found


def test_excluded_files_are_not_read(tmp_path):
    """Not even when they could not be.

    REAL BUG THIS CATCHES: a template that is no Python stops the run although the user excluded it.
    """
    plant(
        tmp_path, ["shop/__init__.py", "shop/generated/a.py", "shop/generated/b.py", "shop/x_pb2.py", "old/__init__.py"]
    )
    (tmp_path / "shop" / "latin.py").write_bytes(b"name = '\xe9'\n")
    settings = Settings(exclude=("shop/generated", "*_pb2.py", "shop/lat*.py", "old"))
    assert list(modules(discover(tmp_path, settings))) == ["shop/__init__.py"]


@pytest.mark.parametrize("start", ["", "src", "src/shop/cart.py", "tests"])
def test_any_place_in_a_project_leads_to_its_root(start, tmp_path):
    """A pytest.ini in the tests does not make them a project.

    REAL BUG THIS CATCHES: `earnest check tests` looks for the product inside of the tests.
    """
    plant(
        tmp_path, ["pyproject.toml", "src/shop/__init__.py", "src/shop/cart.py", "tests/pytest.ini", "tests/test_a.py"]
    )
    assert discover(tmp_path / start, Settings()).root == tmp_path.resolve()


def test_the_search_for_the_root_ends_at_the_repository(tmp_path):
    """A stray pyproject.toml above a checkout belongs to something else.

    REAL BUG THIS CATCHES: a pyproject.toml in the home directory turns the whole home into the project.
    """
    plant(tmp_path, ["pyproject.toml", "repo/.git/HEAD", "repo/shop/__init__.py"])
    assert discover(tmp_path / "repo" / "shop", Settings()).root == (tmp_path / "repo").resolve()


def test_the_root_is_real_behind_a_link(tmp_path):
    """Paths in tracebacks and code objects are real ones or the link's; one of both must be chosen.

    REAL BUG THIS CATCHES: nothing in coverage matches, as one side says /link and the other /real.
    """
    plant(tmp_path / "real", ["setup.py", "shop/__init__.py"])
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert discover(tmp_path / "link", Settings()).root == (tmp_path / "real").resolve()


def test_links_to_directories_are_not_followed(tmp_path):
    """A link may lead back to where it stands.

    REAL BUG THIS CATCHES: an endless walk, or each file found twice under two module names.
    """
    plant(tmp_path, ["shop/__init__.py"])
    (tmp_path / "shop" / "again").symlink_to(tmp_path / "shop")
    assert list(modules(discover(tmp_path, Settings()))) == ["shop/__init__.py"]


def test_a_nested_project_is_not_part_of_a_package_around_it(tmp_path):
    """Templates of projects are data.

    REAL BUG THIS CATCHES: a project generator's templates are changed and never run.
    """
    plant(
        tmp_path,
        ["shop/__init__.py", "shop/skeleton/pyproject.toml", "shop/skeleton/app.py", "shop/skeleton/tests/test_a.py"],
    )
    project = discover(tmp_path, Settings())
    assert list(modules(project)) == ["shop/__init__.py"]
    assert project.test_paths == ()


def test_projects_below_a_root_without_code_are_found_without_a_workspace(tmp_path):
    """A repository of services needs no file at its root.

    REAL BUG THIS CATCHES: a monorepo that is not uv's has "no first-party code".
    """
    plant(
        tmp_path,
        ["services/mail/requirements.txt", "services/mail/mailer/__init__.py", "services/mail/tests/test_a.py"],
    )
    plant(
        tmp_path,
        {"libs/core/setup.py": "", "libs/core/src/core/__init__.py": "", "docs/x/setup.py": "", "docs/x/x.py": ""},
    )
    project = discover(tmp_path, Settings())
    assert sorted(roots(project)) == ["libs/core/src", "services/mail"]
    assert project.test_paths == ("services/mail/tests",)


@pytest.mark.parametrize(
    ("files", "paths"),
    [
        ({"tests/test_a.py": "", "shop/tests/test_b.py": ""}, ("shop/tests", "tests")),
        ({"test_a.py": "", "shop/test_b.py": "", "conftest.py": ""}, ("shop/test_b.py", "test_a.py")),
        ({"tests/test_a.py": "", "examples/tests/test_b.py": ""}, ("tests",)),
        ({"tests/unit/tests/test_a.py": ""}, ("tests",)),
        ({"tests/requirements.txt": "", "tests/test_a.py": ""}, ("tests",)),
        ({"tests/test_a.py": "", "tox.ini": "[pytest]\ntestpaths = tests\n"}, ()),
        ({"tests/test_a.py": "", "pytest.ini": "[pytest]\naddopts = -v --doctest-modules\n"}, ()),
        ({"tests/README": ""}, ()),
    ],
)
def test_pytest_is_told_where_tests_are_only_when_it_does_not_know(files, paths, tmp_path):
    """Configured `testpaths` and doctests are pytest's own affair; else it gets the topmost places of tests.

    REAL BUG THIS CATCHES: pytest crawls documentation and examples and fails there before any change is made.
    """
    assert discover(plant(tmp_path, {"shop/__init__.py": "", **files}), Settings()).test_paths == paths


def test_configured_tests_are_what_pytest_gets(tmp_path):
    """Globs are resolved, as pytest does not do that itself.

    REAL BUG THIS CATCHES: "file or directory not found: tests/*/unit".
    """
    plant(tmp_path, ["shop/__init__.py", "tests/a/unit/test_a.py", "tests/b/unit/test_b.py", "tests/b/slow/test_c.py"])
    project = discover(tmp_path, Settings(tests=("tests/*/unit",)))
    assert project.test_paths == ("tests/a/unit", "tests/b/unit")


def test_the_root_is_importable_when_tests_import_each_other_from_there(tmp_path):
    """`from tests.helpers import ...` works under `python -m pytest`, which has the root on its path.

    REAL BUG THIS CATCHES: the baseline of a src layout fails with "No module named 'tests.helpers'".
    """
    plant(
        tmp_path,
        {"src/shop/__init__.py": "", "tests/helpers.py": "", "tests/test_a.py": "from tests.helpers import x\n"},
    )
    assert roots(discover(tmp_path, Settings())) == ["src", "."]


@pytest.mark.parametrize(
    ("file", "text", "name"),
    [
        ("pyproject.toml", '[project]\nname = "a-b"\n', "a-b"),
        ("pyproject.toml", '[tool.poetry]\nname = "p"\n', "p"),
        ("setup.cfg", "[metadata]\nname = c\n", "c"),
        ("setup.py", "from setuptools import setup\nsetup(name='s', version=open('x').read())\n", "s"),
        ("setup.py", "broken(", "checkout"),
    ],
)
def test_the_projects_name_comes_from_its_metadata(file, text, name, tmp_path):
    """Without any, the directory's name stands in.

    REAL BUG THIS CATCHES: every report of a CI job is headed "checkout".
    """
    assert discover(plant(tmp_path / "checkout", {file: text, "shop/__init__.py": ""}), Settings()).name == name


def test_boundaries_are_handed_on_with_the_project(tmp_path):
    """The rooms above see them in the project.

    REAL BUG THIS CATCHES: a declared boundary has no effect on criterion 3.
    """
    settings = load(plant(tmp_path, {"earnest.toml": 'boundaries = ["shop.mail"]\n', "shop/__init__.py": ""}))
    assert discover(tmp_path, settings).boundaries == ("shop.mail",)


def test_a_path_that_does_not_exist_is_a_mistake_in_usage(tmp_path):
    """It is named as it was given.

    REAL BUG THIS CATCHES: a typo in the path checks the project around it instead.
    """
    with pytest.raises(UsageError, match=r"The path '.*/nowhere' does not exist\."):
        discover(tmp_path / "nowhere", Settings())


@pytest.mark.parametrize(
    "files", [{}, {"README.md": ""}, {"tests/test_a.py": ""}, {"setup.py": ""}, {"tools/a.py": ""}]
)
def test_a_project_without_code_is_told_where_was_looked_and_which_key_helps(files, tmp_path):
    """The cure is a line that can be copied.

    REAL BUG THIS CATCHES: "0 changes, all criteria hold" for a project that was not understood.
    """
    with pytest.raises(ProjectError) as caught:
        discover(plant(tmp_path, files), Settings())
    assert "No first-party code found in" in caught.value.message
    assert '[tool.earnest] sources = ["path/to/package"]' in caught.value.cure


def test_configured_sources_without_code_are_named(tmp_path):
    """The key is there already, so another cure is needed.

    REAL BUG THIS CATCHES: the message advises to set the key that is set.
    """
    plant(tmp_path, ["docs/index.md"])
    with pytest.raises(ProjectError, match=r"No first-party code in docs below .* Mend `sources`"):
        discover(tmp_path, Settings(sources=("docs",)))


def test_invalid_toml_of_a_member_is_reported_with_its_file(tmp_path):
    """The root's own file is checked by `load`; a member's is read only here.

    REAL BUG THIS CATCHES: a traceback out of tomllib, with no file named.
    """
    plant(tmp_path, {"a/pyproject.toml": "name = \n", "a/src/a/__init__.py": ""})
    with pytest.raises(ProjectError, match=r"a/pyproject\.toml cannot be read: .*line 1"):
        discover(tmp_path, Settings())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_directory_that_may_not_be_read_is_passed_over(tmp_path):
    """A database's volume in the checkout belongs to another user.

    REAL BUG THIS CATCHES: PermissionError for a directory that has nothing to do with the code.
    """
    plant(tmp_path, ["shop/__init__.py", "volume/data.py"])
    (tmp_path / "volume").chmod(0)
    try:
        assert list(modules(discover(tmp_path, Settings()))) == ["shop/__init__.py"]
    finally:
        (tmp_path / "volume").chmod(0o700)


def test_ini_files_that_do_not_parse_say_nothing(tmp_path):
    """setuptools and pytest report them better, and tox.ini may hold what only tox understands.

    REAL BUG THIS CATCHES: configparser's traceback for a tox.ini that pytest reads without complaint.
    """
    plant(tmp_path, {"setup.cfg": "no section\n", "tox.ini": "[pytest\n", "shop/__init__.py": ""})
    assert list(modules(discover(tmp_path, Settings()))) == ["shop/__init__.py"]
