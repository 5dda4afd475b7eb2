import io

import speech


def test_say(capsys):
    speech.say("hello")
    out, err = capsys.readouterr()
    assert out == "HELLO\n"
    assert err == "aside\n"


def test_say_low(capfd):
    speech.say_low("low")
    assert capfd.readouterr().out == "low\n"


def test_tell(caplog):
    assert speech.tell(4) == 3
    assert caplog.messages == ["much: 4"]


def test_ask(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("ann\n"))
    assert speech.ask() == "ann"


def test_nobody():
    assert speech.ask() == "nobody"


def test_mumble():
    assert speech.mumble("hm") == 2
