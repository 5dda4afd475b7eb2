"""Operations that share a cache."""

from hashlib import sha256

import pytest
from myapp import cache, perform_operation, stress_operation

pytestmark = pytest.mark.unit


def test_an_operation_returns_the_fingerprint_of_its_key():
    """The value is the one that other tools compute.

    REAL BUG THIS CATCHES: fingerprint() or perform_operation() computes something else, and files that did not change
    are transferred again.
    """
    result = perform_operation("abc")

    assert result.success is True
    assert result.value == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert result.error == ""


def test_an_operation_without_a_key_is_the_report():
    """What most callers want.

    REAL BUG THIS CATCHES: the default of perform_operation() changes, and the start page shows something else.
    """
    assert perform_operation().value == sha256(b"report").hexdigest()


def test_a_result_is_computed_once(request):
    """The second time it comes from the cache.

    REAL BUG THIS CATCHES: perform_operation() does not fill or does not ask the cache, and each visitor pays for the
    whole computation.
    """
    key = request.node.nodeid
    perform_operation(key, compute=lambda key: "first")

    assert perform_operation(key, compute=lambda key: "second").value == "first"
    assert cache.get(key) == "first"


def test_a_failure_is_reported_and_not_remembered(request):
    """With the key and the reason; the next attempt is a new one.

    REAL BUG THIS CATCHES: perform_operation() lets the error through to the visitor, reports it as a success or keeps
    it in the cache, so that one hiccup lasts until the next restart.
    """

    def fail(key):
        raise LookupError("no such shelf")

    key = request.node.nodeid
    result = perform_operation(key, compute=fail)

    assert (result.success, result.value) == (False, None)
    assert result.error == f"{key!r} failed: LookupError: no such shelf"
    assert perform_operation(key, compute=lambda key: "recovered").value == "recovered"


def test_a_result_cannot_be_changed_afterwards():
    """Several threads may look at it.

    REAL BUG THIS CATCHES: OperationResult can be written to, and one visitor's page changes while another one reads
    it.
    """
    with pytest.raises(AttributeError):
        perform_operation("abc").value = "other"


def test_the_load_test_goes_round_256_keys():
    """Twice as many as the cache holds, all of them computed rightly.

    REAL BUG THIS CATCHES: stress_operation() uses a few keys only, everything comes from the cache, and the load test
    says that the site is fast when it is not.
    """
    results = [stress_operation() for _ in range(512)]

    assert all(result.success for result in results)
    assert {result.value for result in results} == {sha256(b"stress-%d" % n).hexdigest() for n in range(256)}
    assert cache.size() == 128
