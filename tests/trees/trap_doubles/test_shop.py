from unittest import mock

import shop


def test_patched():
    with mock.patch("shop.fetch", return_value=5):
        assert shop.price("x") == 10
    assert shop.fetch("xy") == 2


def test_monkeypatched(monkeypatch):
    monkeypatch.setattr(shop, "price", lambda name: 7)
    assert shop.sell(shop.Till(1), "x") == 8


@mock.patch.object(shop.Till, "take", autospec=True)
def test_autospec(take):
    till = shop.Till(0)
    shop.sell(till, "abc")
    take.assert_called_once_with(till, 6)


def test_wraps():
    with mock.patch("shop.fetch", wraps=shop.fetch) as fetch:
        assert shop.price("ab", 3) == 6
    fetch.assert_called_once()
