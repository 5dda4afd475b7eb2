import os
import signal
import threading

import conversions
import pytest


@pytest.fixture(autouse=True)
def company():
    """A daemon that has cut all ties."""
    reader, writer = os.pipe()
    if (middle := os.fork()) == 0:
        os.setsid()
        if (daemon := os.fork()) == 0:
            os.setsid()
            while True:
                signal.pause()
        os.write(writer, str(daemon).encode())
        os._exit(0)
    os.waitpid(middle, 0)
    daemon = int(os.read(reader, 20))
    os.close(reader)
    os.close(writer)
    yield
    os.kill(daemon, signal.SIGKILL)


@pytest.mark.parametrize(
    ("unit", "small", "large"),
    [
        ("celsius", [17, 3, 8], [402, 3, 201]),
        ("kelvin", [26, 8, 8], [603, 0, 201]),
        ("metres", [35, 2, 8], [804, 1, 201]),
        ("feet", [44, 5, 8], [1005, 4, 201]),
        ("inches", [53, 8, 8], [1206, 6, 201]),
        ("miles", [62, 11, 8], [1407, 13, 201]),
        ("litres", [71, 14, 8], [1608, 12, 201]),
        ("pints", [80, 17, 8], [1816, 10, 201]),
        ("grams", [89, 20, 8], [2017, 16, 201]),
        ("ounces", [98, 23, 8], [2218, 18, 201]),
        ("seconds", [107, 26, 8], [2419, 16, 201]),
        ("hours", [116, 0, 8], [2620, 10, 201]),
        ("joules", [125, 1, 8], [2821, 0, 201]),
        ("calories", [134, 2, 8], [3022, 19, 201]),
        ("watts", [143, 3, 8], [3230, 10, 201]),
        ("bars", [152, 4, 8], [3431, 27, 201]),
    ],
)
def test_small_and_large_values_are_converted(unit, small, large):
    threading.Event().wait(0.01)
    convert = getattr(conversions, f"convert_{unit}")
    assert convert(7) == small
    assert convert(200) == large
