import socket
import time

import mail


def test_send(receiver):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for number in range(20):
            assert mail.send(sender, receiver.getsockname(), f"letter {number}") > 7
            time.sleep(0.005)
            assert receiver.recv(100) == f"letter {number}".encode()


def test_write(file):
    for number in range(10):
        assert mail.write(file, ["a", str(number)]) == 4
        time.sleep(0.005)
        file.seek(0)
        assert file.read() == f"a\n{number}\n"


def test_wait(loop):
    assert loop.run_until_complete(mail.wait(2)) == 3
