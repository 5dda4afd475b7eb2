"""Asks a language model that Ollama serves."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from http.client import HTTPException
from typing import NamedTuple, TypedDict
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from .errors import ProviderError

__all__ = ["Message", "OllamaProvider", "Response", "TextBlock", "Usage"]


class Message(TypedDict):
    """One turn of a conversation; `role` is `system`, `user` or `assistant`."""

    role: str
    content: str


class TextBlock(TypedDict):
    """A part of an answer; this provider makes parts of type `text` only."""

    type: str
    text: str


class Usage(TypedDict):
    """How many tokens the model counted."""

    input_tokens: int
    output_tokens: int


class Response(TypedDict):
    """An answer, in the same form whichever model gave it."""

    content: list[TextBlock]
    usage: Usage


class OllamaProvider:
    """Speaks Ollama's `/api/chat`, which streams an answer as lines of JSON.

    https://github.com/ollama/ollama/blob/main/docs/api.md#generate-a-chat-completion
    """

    def __init__(
        self, base_url: str = "http://localhost:11434", model: str = "llama3.2", timeout: float = 60.0
    ) -> None:
        """`timeout` is how many seconds the server may be silent. Raises ValueError for an address that is not HTTP."""
        if not base_url.startswith(("http://", "https://")):
            raise ValueError(f"base_url must start with http:// or https://, got {base_url!r}")
        self.base_url = base_url.removesuffix("/")
        self.model = model
        self.timeout = timeout

    def generate_response(
        self, messages: Sequence[Message], callback: Callable[[str], object] | None = None
    ) -> Response:
        """The model's answer; `callback` gets each piece of its text as soon as it arrives.

        Raises ValueError when there are no messages, ProviderError when there is no whole answer.
        """
        if not messages:
            raise ValueError('messages cannot be empty: pass at least {"role": "user", "content": "..."}')
        pieces: list[str] = []
        with closing(self._stream(self._build_request_body(messages))) as lines:
            for line in lines:
                part = self._read_part(line)
                pieces.append(part.text)
                if callback and part.text:
                    callback(part.text)
                if part.usage:
                    return {"content": [{"type": "text", "text": "".join(pieces)}], "usage": part.usage}
        text = "".join(pieces)
        raise ProviderError(f"Ollama at {self.base_url} ended its answer too early, after {text!r}; try again")

    def extract_text_content(self, response: Response) -> str:
        """The text of an answer: its text blocks with a space between them."""
        return " ".join(block["text"] for block in response["content"] if block["type"] == "text")

    def _build_request_body(self, messages: Sequence[Message]) -> bytes:
        # Models obey a system prompt at the top; a history put together from several requests repeats it further down.
        prompts = dict.fromkeys(message["content"] for message in messages if message["role"] == "system")
        turns = [message for message in messages if message["role"] != "system"]
        if prompts:
            turns.insert(0, {"role": "system", "content": "\n\n".join(prompts)})
        return json.dumps({"model": self.model, "messages": turns, "stream": True}).encode()

    def _stream(self, body: bytes) -> Generator[bytes, None, None]:
        request = Request(f"{self.base_url}/api/chat", data=body, headers={"Content-Type": "application/json"})
        try:
            with urlopen(request, timeout=self.timeout) as answer:
                yield from answer
        except HTTPError as error:
            raise self._refusal(error) from error
        except (OSError, HTTPException) as error:
            raise ProviderError(
                f"No answer from Ollama at {self.base_url}: {error}; is `ollama serve` running?"
            ) from error

    def _refusal(self, error: HTTPError) -> ProviderError:
        said = error.read().decode(errors="replace")
        cure = f"; try `ollama pull {self.model}`" if error.code == 404 else ""
        return ProviderError(f"Ollama at {self.base_url} refused {self.model!r} with status {error.code}: {said}{cure}")

    def _read_part(self, line: bytes) -> _Part:
        try:
            fields = json.loads(line)
            if "error" in fields:
                raise ProviderError(f"Ollama at {self.base_url} gave up on {self.model!r}: {fields['error']}")
            return _Part(fields["message"]["content"], _usage(fields) if fields["done"] else None)
        except (ValueError, KeyError, TypeError) as error:
            raise ProviderError(f"{self.base_url} must speak Ollama's chat protocol, but sent {line!r}") from error


class _Part(NamedTuple):
    """One line of the stream; only the last one knows the usage."""

    text: str
    usage: Usage | None


def _usage(fields: dict[str, int]) -> Usage:
    # Ollama leaves a count out when it is zero, e.g. for a prompt that it still had in its cache.
    return {"input_tokens": fields.get("prompt_eval_count", 0), "output_tokens": fields.get("eval_count", 0)}
