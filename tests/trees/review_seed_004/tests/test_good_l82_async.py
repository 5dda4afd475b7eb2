from app.jobs import some_async_function


# All async test functions work automatically
async def test_something():
    result = await some_async_function()
    assert result is not None
