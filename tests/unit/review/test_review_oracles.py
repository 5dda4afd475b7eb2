"""`oracles_of`: what counts as a check, and what does not."""

import pytest

from earnest.review.oracles import OracleKind, has_oracle, oracles_of

SUPPORT = {
    "tests/__init__.py": "",
    "tests/support.py": (
        "import unittest\n\n\ndef compare_rows(rows):\n    _one_by_one(rows)\n\n\ndef _one_by_one(rows):\n"
        "    for row in rows:\n        assert row\n\n\ndef make_rows():\n    return [1]\n\n\n"
        "class Robot:\n    def sees(self, text):\n        assert text\n\n    def clicks(self, text):\n        return text\n\n\n"
        "class Base(unittest.TestCase):\n    def rows_are(self, rows):\n        self.assertEqual(rows, [1])\n"
    ),
    "src/app/orders.py": "def validate(order):\n    return bool(order)\n",
    "src/app/testing.py": "def balanced(ledger):\n    assert ledger\n",
}
CHECKS = {
    "an assert": "    assert run()\n",
    "a helper of another file that asserts two calls below": "    compare_rows(run())\n",
    "a method of an object of the suite": "    robot = Robot()\n    robot.sees('x')\n",
    "a method of an object made on the spot": "    Robot().sees('x')\n",
    "a fixture that hands out a function which asserts": "    judge(run())\n",
    "a function of the project's own testing module": "    balanced(run())\n",
    "an expected exception": "    with pytest.raises(ValueError):\n        run()\n",
    "an expected warning": "    with pytest.warns(UserWarning):\n        run()\n",
    "an assertion of a mock": "    run.mock.assert_called_once_with(1)\n",
    "numpy's assertion": "    np.testing.assert_allclose(run(), 1)\n",
    "the outcomes of a pytest run": "    pytester.runpytest().assert_outcomes(passed=1)\n",
    "lines of a run": "    pytester.runpytest().stdout.fnmatch_lines(['*ok*'])\n",
    "a snapshot": "    data_regression.check(run())\n",
    "a page's expectation": "    expect(page).to_have_title('x')\n",
    "a benchmark": "    benchmark(run)\n",
    "a deadline": "    asyncio.run(asyncio.wait_for(run(), 5))\n",
    "an exit status": "    subprocess.run(['x'], check=True)\n",
    "a raised error in a branch": "    if not run():\n        raise RuntimeError('it did not run')\n",
    "pytest.fail": "    if not run():\n        pytest.fail('it did not run')\n",
    "a state machine": "    run_state_machine_as_test(Machine)\n",
    "warnings made errors": "    warnings.simplefilter('error')\n    run()\n",
}
NO_CHECKS = {
    "a call": "    run()\n",
    "the project's own validate": "    validate(run())\n",
    "a helper that asserts nothing": "    rows = make_rows()\n",
    "an error raised by a stand-in": "    def slow():\n        raise RuntimeError\n\n    run(slow)\n",
    "a client for tests, whose class is named so": "    client = TestClient(run())\n",
    "a test client of an application": "    client = run.test_client()\n",
    "a pattern's match that nobody looks at": "    re.match('a', run())\n",
    "a word that only begins like a check": "    run.checkout()\n    run.failover()\n",
    "a process whose status nobody looks at": "    subprocess.run(['x'])\n",
}
HEAD = (
    "import asyncio\nimport re\nimport subprocess\nimport warnings\n\nimport numpy as np\nimport pytest\n"
    "from app.orders import validate\nfrom app.testing import balanced\n"
    "from hypothesis.stateful import run_state_machine_as_test\nfrom playwright.sync_api import expect\n"
    "from tests.support import Robot, compare_rows, make_rows\nfrom somewhere import Machine, TestClient, run\n\n\n"
    "@pytest.fixture\ndef judge():\n    def inner(value):\n        assert value\n\n    return inner\n\n\n"
)


def first_test(suite_file, body, arguments=""):
    """The test with this body, in a project with helpers."""
    return suite_file({**SUPPORT, "tests/test_a.py": f"{HEAD}def test_a({arguments}):\n{body}"}).tests[0]


@pytest.mark.parametrize("body", [pytest.param(body, id=name) for name, body in CHECKS.items()])
def test_what_can_fail_on_purpose_is_an_oracle(body, suite_file):
    """A test without an oracle is what no-oracle tells of.

    REAL BUG THIS CATCHES: tests whose check stands in a helper, a fixture or a library are called empty, which three
    other tools do and for which their users switch them off.
    """
    test = first_test(suite_file, body, "judge, pytester, data_regression, benchmark, page")
    assert oracles_of(test)
    assert has_oracle(test)


@pytest.mark.parametrize("body", [pytest.param(body, id=name) for name, body in NO_CHECKS.items()])
def test_what_only_runs_is_no_oracle(body, suite_file):
    """The other side.

    REAL BUG THIS CATCHES: a call of the project's own `validate` counts as a check, and tests that check nothing pass.
    """
    assert oracles_of(first_test(suite_file, body)) == []


def test_a_method_of_a_base_class_in_another_file_is_followed(suite_file):
    """Suites of unittest keep their own assertions there.

    REAL BUG THIS CATCHES: only methods of the same file are looked at.
    """
    text = "from tests.support import Base\n\n\nclass TestA(Base):\n    def test_a(self):\n        self.rows_are([1])\n"
    file = suite_file({**SUPPORT, "tests/test_a.py": text})
    assert [oracle.kind for oracle in oracles_of(file.tests[0])] == [OracleKind.HELPER]


def test_helpers_that_call_each_other_are_looked_at_once(suite_file):
    """Recursion in helpers is usual: trees are compared that way.

    REAL BUG THIS CATCHES: endless recursion, or a helper that counts as no check since it was met within itself.
    """
    text = (
        "def walk(tree):\n    for child in tree:\n        step(child)\n\n\ndef step(tree):\n    assert tree\n    walk(tree)\n\n\n"
        "def test_a():\n    walk([1])\n"
    )
    assert oracles_of(suite_file({"tests/test_a.py": text}).tests[0])
