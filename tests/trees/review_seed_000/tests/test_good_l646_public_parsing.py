from myapp.parsing import DataParser

input_data = "name:Ada,age:36"
expected_output = {"name": "Ada", "age": 36}


def test_parser_end_to_end_accuracy():
    """Test the public contract - parsing should produce correct output."""
    parser = DataParser()
    result = parser.parse(input_data)
    assert result == expected_output
