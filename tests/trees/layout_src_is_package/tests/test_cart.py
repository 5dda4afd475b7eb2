from src.shop.cart import total


def test_prices_are_added_up():
    assert total(["tea", "milk", "milk"]) == 5
