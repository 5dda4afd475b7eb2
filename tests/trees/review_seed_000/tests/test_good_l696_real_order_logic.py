from myapp.orders import OrderService

order_data = {"card": "4242", "items": [{"price": 5, "quantity": 2}]}


def test_order_processing_with_real_logic(test_database, mocker):
    """Test REAL order processing logic, mock only external services."""
    # Mock ONLY external payment service
    mock_payment = mocker.patch("external_payment.charge_card")
    mock_payment.return_value = {"status": "success", "transaction_id": "123"}

    service = OrderService(database=test_database)
    order = service.process_order(order_data)

    assert order.total > 0
    saved_order = test_database.get_order(order.id)
    assert saved_order.status == "processed"
