import pytest
from anywaits import collect

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request):
    return request.param


async def test_collect():
    assert await collect([1, 2]) == 5
