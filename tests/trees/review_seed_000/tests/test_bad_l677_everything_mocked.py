from unittest.mock import patch

from myapp.orders import OrderService


@patch.object(OrderService, "validate_order")  # expect: ET202
@patch.object(OrderService, "calculate_total")  # expect: ET202
@patch.object(OrderService, "save_order")  # expect: ET202
def test_order_processing(mock_save, mock_calc, mock_validate):  # expect: ET710
    # This tests NOTHING REAL! You've mocked away all your logic!
    pass
