"""Files, results, operations and the model, used by several threads at once."""

from hashlib import sha256
from threading import Event

import pytest
from myapp import BusinessService, FileProcessor, MemoryDatabase, perform_operation, stress_operation
from support.threads import together

pytestmark = pytest.mark.concurrency


def test_files_that_are_saved_at_once_under_one_name_do_not_mix(tmp_path):
    """The last one wins, whole.

    REAL BUG THIS CATCHES: save_large_file() uses one partial file for all calls, and two users who upload at the same
    moment get a file that is half the one and half the other, or an error.
    """
    processor = FileProcessor(output_dir=tmp_path)

    def save(worker):
        for _ in range(10):
            processor.save_large_file("shared.dat", b"%d" % worker * 100_000)

    together(save, workers=6)

    contents = (tmp_path / "shared.dat").read_bytes()
    assert len(contents) == 100_000
    assert len(set(contents)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["shared.dat"]


def test_readers_see_whole_files_while_new_ones_are_saved(tmp_path):
    """The old version until the new one is complete.

    REAL BUG THIS CATCHES: save_large_file() writes into the file itself, and a download that starts during an upload
    ends in the middle.
    """
    processor = FileProcessor(output_dir=tmp_path)
    versions = [b"a" * 500_000, b"b" * 500_000]
    path = processor.save_large_file("shared.dat", versions[0])
    finished = Event()

    def work(worker):
        if worker:
            return _read_until(finished, path)
        for turn in range(20):
            processor.save_large_file("shared.dat", versions[turn % 2])
        finished.set()
        return set(versions)

    for seen in together(work, workers=3):
        assert seen <= set(versions)


def _read_until(finished, path):
    seen = set()
    while not finished.is_set():
        seen.add(path.read_bytes())
    return seen


def test_batches_that_are_stored_at_once_are_all_there_and_whole():
    """A thousand values from each of eight threads, none between those of another.

    REAL BUG THIS CATCHES: add_results() stores value by value, and results of two customers are interleaved or lost.
    """
    service = BusinessService(MemoryDatabase())

    results = together(lambda worker: service.process_data([worker] * 1000), workers=8)

    stored = service.get_processed_data()
    batches = [stored[start : start + 1000] for start in range(0, 8000, 1000)]
    assert all(result.success for result in results)
    assert sorted(batches) == [[2 * worker] * 1000 for worker in range(8)]


def test_operations_succeed_from_several_threads():
    """A hundred of them on four threads.

    REAL BUG THIS CATCHES: perform_operation() shares state without protection, and some visitors get an error page.
    """
    results = together(lambda worker: [perform_operation() for _ in range(25)], workers=4)

    assert {result.value for batch in results for result in batch} == {sha256(b"report").hexdigest()}
    assert all(result.success for batch in results for result in batch)


def test_the_load_test_gives_right_values_from_many_threads():
    """Each key is used equally often: no ticket is lost or given twice.

    REAL BUG THIS CATCHES: stress_operation() draws its tickets without protection or mixes up entries that come and
    go, and the load test measures something else than it says.
    """
    results = together(lambda worker: [stress_operation().value for _ in range(64)], workers=16)

    values = [value for batch in results for value in batch]
    assert {values.count(sha256(b"stress-%d" % number).hexdigest()) for number in range(256)} == {4}


def test_one_provider_serves_several_threads(real_provider):
    """Each thread gets its own answer and its own pieces.

    REAL BUG THIS CATCHES: generate_response() keeps the pieces of an answer in the provider, and users read parts of
    other people's conversations.
    """

    def ask(worker):
        pieces = []
        words = f"Answer number {worker} is only for you"
        response = real_provider.generate_response([{"role": "user", "content": words}], callback=pieces.append)
        return "".join(pieces), real_provider.extract_text_content(response)

    answers = together(ask, workers=8)

    expected = [f"Answer number {worker} is only for you" for worker in range(8)]
    assert answers == [(text, text) for text in expected]
