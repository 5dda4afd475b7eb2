"""Messages between processes."""

from __future__ import annotations

import os

import pytest

from earnest.process import ChannelClosed


def test_messages_arrive_whole_and_in_order_whatever_their_size(own_process, pair):
    """REAL BUG THIS CATCHES: a message larger than the socket's buffer is cut, or two small ones melt into one."""
    left, right = pair
    sizes = [0, 1, 3_000_000, 7, 200_000]

    def send():
        left.close()
        for size in sizes:
            right.send({"size": size, "data": b"x" * size})

    own_process(send)
    received = [left.receive() for _ in sizes]
    assert [message["size"] for message in received] == sizes
    assert [len(message["data"]) for message in received] == sizes


def test_what_came_together_is_handed_out_together(pair):
    """REAL BUG THIS CATCHES: the second of two messages stays in our buffer, select sees nothing, and both sides wait."""
    left, right = pair
    for number in range(3):
        right.send(number)
    assert left.receive_ready() == [0, 1, 2]
    for number in range(3):
        right.send(number)
    assert left.receive() == 0
    assert left.buffered() == [1, 2]
    assert left.buffered() == []


def test_half_a_message_is_not_handed_out(pair):
    """REAL BUG THIS CATCHES: marshal reads what is there of a message and returns something else."""
    left, right = pair
    left.send(["a message"])
    data = os.read(right.fileno(), 1000)
    os.write(right.fileno(), data[:7])
    assert left.receive_ready() == []
    os.write(right.fileno(), data[7:])
    assert left.receive_ready() == [["a message"]]


def test_code_objects_and_none_can_be_sent(pair):
    """REAL BUG THIS CATCHES: an order without a payload is taken for the end, or changed code cannot reach the child."""
    left, right = pair
    right.send(None)
    right.send(compile("6 * 7", "<text>", "eval"))
    assert left.receive() is None
    assert eval(left.receive()) == 42


def test_the_end_of_the_other_side_is_told_in_both_directions(pair):
    """REAL BUG THIS CATCHES: writing to a process that is gone ends ours by SIGPIPE, or reading returns nothing for ever."""
    left, right = pair
    right.send("last words")
    right.close()
    assert left.receive() == "last words"
    with pytest.raises(ChannelClosed):
        left.receive()
    with pytest.raises(ChannelClosed):
        left.send("anyone there?")
