from myapp.parsing import DataParser

complex_input = """
@version=2
[server]
host=example.com
debug=no
"""
expected_sections = {"server": {"host": "example.com", "debug": False}}
expected_metadata = {"version": 2}


def test_parser_critical_parsing_logic():
    """Test critical parsing logic that could fail in subtle ways."""
    # This private method is complex enough to fail independently
    # and failure would be hard to diagnose through public API alone
    parsed_data = DataParser._parse_complex_format(complex_input)
    assert parsed_data.sections == expected_sections
    assert parsed_data.metadata == expected_metadata
