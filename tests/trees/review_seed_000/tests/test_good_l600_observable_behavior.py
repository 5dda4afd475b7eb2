from myapp.business import BusinessService
from myapp.parsing import DataParser

valid_input = [1, 2, 3]


def test_parser_converts_input_to_expected_output():
    """Test the CONTRACT: given input format, produces expected output format."""
    parser = DataParser()

    input_data = "name:John,age:25,city:NYC"

    result = parser.parse(input_data)

    assert result == {"name": "John", "age": 25, "city": "NYC"}


def test_service_processes_data_successfully(test_database):
    """Test the CONTRACT: service processes data and returns success status."""
    service = BusinessService(test_database)

    result = service.process_data(valid_input)

    assert result.success is True
    assert result.processed_count > 0
    assert service.get_processed_data() is not None
