import asyncio

import streams


def test_chained():
    assert list(streams.chained(1)) == [2, 0]


def test_closing():
    log = []
    generator = streams.closing(log)
    next(generator)
    generator.close()
    assert log == ["closed"]


def test_receiver():
    generator = streams.receiver()
    assert next(generator) == "ready"
    try:
        generator.send(4)
    except StopIteration as end:
        assert end.value == 8


def test_live():
    assert streams.FIRST == "a"
    assert next(streams.LIVE) == "b"


def test_total():
    assert asyncio.run(streams.total(3)) == 3


def test_opened():
    async def run():
        log = []
        async with streams.opened(log) as count:
            assert count == 1
        return log

    assert asyncio.run(run()) == ["open", "shut"]


def test_rows():
    async def run():
        rows = streams.Rows([1, 2])
        assert list(rows) == [2]
        async with rows as inside:
            assert inside == [1, 2]
        assert rows.rows == []

    asyncio.run(run())
