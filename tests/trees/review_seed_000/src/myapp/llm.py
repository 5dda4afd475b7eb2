"""A language model behind Ollama's protocol."""

import json

import httpx


class Provider:
    def __init__(self, base_url):
        self.base_url = base_url

    def generate_response(self, messages, system=None):
        answer = httpx.post(f"{self.base_url}/api/chat", json=self._build_request_body(messages, system))
        return self._standardize_response(answer.json())

    def stream_response(self, messages, callback):
        self._handle_streaming_request(self._build_request_body(messages, None) | {"stream": True}, callback)

    def extract_text_content(self, response):
        return " ".join(block["text"] for block in response["content"] if block["type"] == "text")

    def _build_request_body(self, messages, system):
        first = [{"role": "system", "content": system}] if system else []
        return {"model": "small", "messages": first + messages, "stream": False}

    def _standardize_response(self, answer):
        return {
            "content": [{"type": "text", "text": answer["message"]["content"]}],
            "usage": {"input_tokens": answer["prompt_eval_count"], "output_tokens": answer["eval_count"]},
        }

    def _handle_streaming_request(self, body, callback):
        with httpx.stream("POST", f"{self.base_url}/api/chat", json=body) as answer:
            for line in answer.iter_lines():
                if line:
                    callback(json.loads(line)["message"]["content"])
