import consumer


def test_ask():
    assert consumer.ask(2) == 5
    assert consumer.ask(3) == 7
