from myapp.parsing import DataParser

text = "name:John,age:25,city:NYC,zip:10001,team:red"


def test_parser_internal_tokenization():
    parser = DataParser()
    tokens = parser._tokenize(text)  # expect: ET301
    assert len(tokens) == 5
