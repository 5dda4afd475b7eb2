import sys

import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="Unix-only feature")
def test_unix_socket_connection() -> None:  # expect: ET710
    """Tests Unix domain socket connectivity."""
    ...
