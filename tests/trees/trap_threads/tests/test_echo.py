import echo


def test_ask(port):
    assert echo.ask(port, "hello") == "hello"


def test_shout():
    assert echo.shout("a")
