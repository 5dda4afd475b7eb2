import pytest
from myapp.orders import OrderService


def test_feature_works():  # expect[opt-in]: ET701
    order = {"items": [{"price": 2, "quantity": 3}]}
    assert OrderService().calculate_total(order) == 6


def test_an_order_without_items_is_refused():  # expect[opt-in]: ET701
    """Refuses an order that has no items."""
    with pytest.raises(ValueError, match="at least one item"):
        OrderService().validate_order({"items": []})


def test_totals_add_up_over_all_items():  # expect[opt-in]: ET701
    """REAL BUG THIS CATCHES: bugs."""
    order = {"items": [{"price": 1, "quantity": 1}, {"price": 2, "quantity": 2}]}
    assert OrderService().calculate_total(order) == 5
