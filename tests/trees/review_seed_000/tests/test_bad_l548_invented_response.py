import pytest
from myapp.llm import Provider


@pytest.fixture
def provider():
    return Provider("http://127.0.0.1:11434")


class TestExtraction:
    def test_extract_text_content_basic(self, provider):  # expect[preview]: ET206
        # Creating fake response that I made up myself
        response = {
            "content": [{"type": "text", "text": "Hello, world!"}, {"type": "text", "text": "How can I help you?"}],
            "usage": {"input_tokens": 10, "output_tokens": 15},
        }

        text = provider.extract_text_content(response)
        assert text == "Hello, world! How can I help you?"
