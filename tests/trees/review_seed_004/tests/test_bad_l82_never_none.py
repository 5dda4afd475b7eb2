from app.jobs import name_of_the_queue


async def test_something():  # expect: ET106
    result = await name_of_the_queue()
    assert result is not None
