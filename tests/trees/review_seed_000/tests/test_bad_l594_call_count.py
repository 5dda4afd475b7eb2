from unittest.mock import Mock

from myapp.business import BusinessService

input_data = [1, 2, 3]
mock_database = Mock()


def test_service_method_call_count():  # expect[preview]: ET204
    service = BusinessService(mock_database)
    service.process_data(input_data)
    assert mock_database.save.call_count == 3
