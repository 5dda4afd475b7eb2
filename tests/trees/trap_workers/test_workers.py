import asyncio
import time

import workers


def test_pool():
    assert workers.double_all([1, 2]) == [2, 4]


def test_plain():
    assert workers.start([]) == [1]


def test_away():
    assert asyncio.run(workers.away(3)) == 2


def test_background():
    background = workers.Background()
    for _ in range(50):
        if background.ticks:
            break
        time.sleep(0.01)
    assert background.stop()
    assert background.ticks


def test_context():
    context = workers.Context()
    context.put(1)
    assert context.get() == 1
