class TestExtraction:
    def test_extract_text_content_from_real_response(self, real_provider):
        """
        Test text extraction with actual LLM response.

        REAL BUG THIS CATCHES: If our _standardize_response() creates a
        response format that our extract_text_content() can't handle,
        downstream code will break when trying to get the LLM's answer.
        """
        messages = [{"role": "user", "content": "Say exactly: The cat is on the mat"}]

        response = real_provider.generate_response(messages)

        extracted_text = real_provider.extract_text_content(response)

        assert isinstance(extracted_text, str)
        assert len(extracted_text) > 0
        assert "cat" in extracted_text.lower()
