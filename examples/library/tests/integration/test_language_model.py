"""The language model over real HTTP on this machine."""

from socket import socket
from threading import Event
from urllib.error import HTTPError, URLError

import pytest
from myapp import OllamaProvider, ProviderError, ServiceError
from support.ollama_server import HangUpError, RefusalError, end, part

pytestmark = pytest.mark.integration


def user(content):
    return {"role": "user", "content": content}


def system(content):
    return {"role": "system", "content": content}


class TestAnswers:
    def test_the_text_of_a_real_answer_is_extracted(self, real_provider):
        """From the question to the text.

        REAL BUG THIS CATCHES: generate_response() builds a response that extract_text_content() cannot read, and
        downstream code never sees the model's answer.
        """
        response = real_provider.generate_response([user("Say exactly: The cat is on the mat")])

        assert real_provider.extract_text_content(response) == "The cat is on the mat"

    def test_the_response_has_the_standard_structure(self, real_provider):
        """Text blocks and the model's own counts, whatever Ollama calls them.

        REAL BUG THIS CATCHES: generate_response() mixes up prompt_eval_count and eval_count, and customers are
        charged for tokens that they did not use.
        """
        response = real_provider.generate_response([user("Say exactly: one two three")])

        assert response == {
            "content": [{"type": "text", "text": "one two three"}],
            "usage": {"input_tokens": 5, "output_tokens": 3},
        }

    def test_counts_that_ollama_leaves_out_are_zero(self, real_provider, ollama):
        """It does so for a prompt that is still in its cache.

        REAL BUG THIS CATCHES: generate_response() raises KeyError for every question that is asked twice.
        """

        def cached(request):
            yield part("yes")
            yield end()

        ollama.reply = cached

        assert real_provider.generate_response([user("?")])["usage"] == {"input_tokens": 0, "output_tokens": 0}

    def test_only_text_is_extracted(self, real_provider):
        """Other providers' answers have pictures and tool calls between the texts.

        REAL BUG THIS CATCHES: extract_text_content() fails on a block without text, or glues sentences together.
        """
        blocks = [
            {"type": "text", "text": "Hello, world!"},
            {"type": "tool_use", "name": "clock", "text": "12:00"},
            {"type": "text", "text": "How can I help you?"},
        ]
        response = {"content": blocks, "usage": {"input_tokens": 10, "output_tokens": 15}}

        assert real_provider.extract_text_content(response) == "Hello, world! How can I help you?"


class TestQuestions:
    def test_the_model_gets_the_whole_conversation(self, real_provider, ollama):
        """In the order in which it took place.

        REAL BUG THIS CATCHES: _build_request_body() drops or reorders turns, and the model answers an older question.
        """
        turns = [user("Hi"), {"role": "assistant", "content": "Hello"}, user("Who are you?")]

        real_provider.generate_response(turns)

        assert ollama.requests == [{"model": "llama3.2", "messages": turns, "stream": True}]

    def test_the_system_prompt_goes_out_first_and_once(self, real_provider, ollama):
        """Wherever and however often it stands in the history.

        REAL BUG THIS CATCHES: _build_request_body() leaves the system prompt in the middle or repeats it, and the
        model does not follow the instructions.
        """
        real_provider.generate_response([user("Hi"), system("Be brief."), user("Hello?"), system("Be brief.")])

        assert ollama.requests[0]["messages"] == [system("Be brief."), user("Hi"), user("Hello?")]

    def test_several_system_prompts_become_one(self, real_provider, ollama):
        """None of them is lost.

        REAL BUG THIS CATCHES: _build_request_body() sends only the first or the last instruction.
        """
        real_provider.generate_response([system("Be brief."), user("Hi"), system("Be polite.")])

        assert ollama.requests[0]["messages"] == [system("Be brief.\n\nBe polite."), user("Hi")]

    def test_the_caller_keeps_the_messages(self, real_provider):
        """They are the history of the conversation.

        REAL BUG THIS CATCHES: _build_request_body() moves the system prompt in the caller's own list, and with each
        question the history changes.
        """
        messages = [user("Hi"), system("Be brief."), user("Hello?")]

        real_provider.generate_response(messages)

        assert messages == [user("Hi"), system("Be brief."), user("Hello?")]

    def test_an_address_may_end_in_a_slash(self, ollama):
        """As it does when it is copied from a browser.

        REAL BUG THIS CATCHES: OllamaProvider() asks for //api/chat, which Ollama refuses.
        """
        provider = OllamaProvider(base_url=f"{ollama.base_url}/", model="llama3.2")

        assert provider.extract_text_content(provider.generate_response([user("Hi")])) == "Hi"

    def test_a_provider_speaks_to_a_local_ollama_by_default(self):
        """At its usual address, with a time limit.

        REAL BUG THIS CATCHES: a default of OllamaProvider() changes, and a fresh installation reaches nothing or
        waits for hours.
        """
        provider = OllamaProvider()

        assert (provider.base_url, provider.model, provider.timeout) == ("http://localhost:11434", "llama3.2", 60.0)

    def test_no_messages_are_refused(self, real_provider, ollama):
        """Before the model is asked.

        REAL BUG THIS CATCHES: generate_response() sends an empty conversation, for which Ollama only loads the model
        and says nothing.
        """
        with pytest.raises(ValueError, match=r"^messages cannot be empty: pass at least "):
            real_provider.generate_response([])

        assert ollama.requests == []

    @pytest.mark.parametrize("address", ["localhost:11434", "file:///etc/passwd", ""])
    def test_an_address_that_is_not_http_is_refused(self, address):
        """Before anything is sent there.

        REAL BUG THIS CATCHES: OllamaProvider() takes any address, and one from a form reads the server's own files.
        """
        with pytest.raises(ValueError, match=r"^base_url must start with http:// or https://, got ") as caught:
            OllamaProvider(base_url=address, model="llama3.2")

        assert repr(address) in str(caught.value)

    def test_an_encrypted_address_is_accepted(self):
        """Ollama behind a proxy with a certificate.

        REAL BUG THIS CATCHES: OllamaProvider() accepts http only, and the question travels in the clear.
        """
        assert OllamaProvider(base_url="https://ollama.example").base_url == "https://ollama.example"


class TestStreaming:
    def test_each_piece_arrives_before_the_next_one_is_sent(self, real_provider, ollama):
        """The server does not go on until the reader has seen the first piece.

        REAL BUG THIS CATCHES: _stream() collects the whole answer before the callback is called, and users look at an
        empty page for a minute.
        """
        seen, arrived = Event(), []

        def patient(request):
            yield part("The ")
            arrived.append(seen.wait(2))
            yield part("cat")
            yield end(prompt_eval_count=1, eval_count=2)

        ollama.reply = patient

        real_provider.generate_response([user("?")], callback=lambda piece: seen.set())

        assert arrived == [True]

    def test_the_pieces_are_the_answer(self, real_provider):
        """All of them, in order, none empty.

        REAL BUG THIS CATCHES: generate_response() calls back with other text than it returns, and what users read
        while they wait is not what is stored.
        """
        pieces = []

        response = real_provider.generate_response([user("Say exactly: The cat sat")], callback=pieces.append)

        assert pieces == ["The ", "cat ", "sat"]
        assert real_provider.extract_text_content(response) == "The cat sat"

    def test_text_in_the_last_line_counts(self, real_provider, ollama):
        """Some models answer in one line.

        REAL BUG THIS CATCHES: generate_response() ignores the text of the line that ends the stream.
        """

        def at_once(request):
            yield part("Yes").replace(b'"done": false', b'"done": true, "eval_count": 1')

        ollama.reply = at_once
        pieces = []

        response = real_provider.generate_response([user("?")], callback=pieces.append)

        assert pieces == ["Yes"]
        assert response["content"] == [{"type": "text", "text": "Yes"}]

    def test_an_error_of_the_reader_is_the_readers(self, real_provider):
        """It reaches the caller as it is.

        REAL BUG THIS CATCHES: generate_response() takes an error of the callback for one of the network, and whoever
        is on call restarts Ollama because a log file could not be written.
        """

        def reader(piece):
            raise OSError("log file is read-only")

        with pytest.raises(OSError, match=r"^log file is read-only$"):
            real_provider.generate_response([user("Hi")], callback=reader)


class TestFailures:
    def test_a_server_that_is_not_there_is_named(self, monkeypatch):
        """With the way to start it.

        REAL BUG THIS CATCHES: _stream() lets "Connection refused" through, without saying what was refused or by
        whom.
        """
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        with socket() as taken:
            taken.bind(("127.0.0.1", 0))  # nobody else gets this port, and nobody listens
            address = f"http://127.0.0.1:{taken.getsockname()[1]}"
            with pytest.raises(ProviderError) as caught:
                OllamaProvider(base_url=address).generate_response([user("Hi")])

        assert f"No answer from Ollama at {address}: " in str(caught.value)
        assert "Connection refused" in str(caught.value)
        assert "is `ollama serve` running?" in str(caught.value)
        assert isinstance(caught.value.__cause__, URLError)

    def test_a_silent_server_is_given_up(self, ollama):
        """After the time that the caller set.

        REAL BUG THIS CATCHES: _stream() has no time limit, and each question to a stuck model takes a worker away for
        ever.
        """
        release = Event()

        def silent(request):
            yield part("The ")
            release.wait(2)

        ollama.reply = silent
        provider = OllamaProvider(base_url=ollama.base_url, model="llama3.2", timeout=0.05)

        try:
            with pytest.raises(ProviderError, match=r"^No answer from Ollama at .*: timed out; "):
                provider.generate_response([user("Hi")])
        finally:
            release.set()

    def test_a_model_that_is_not_installed_is_named_with_the_command_that_installs_it(self, ollama):
        """In Ollama's words.

        REAL BUG THIS CATCHES: _refusal() drops Ollama's explanation, and people look for a mistake in the network.
        """
        provider = OllamaProvider(base_url=ollama.base_url, model="mistral")

        with pytest.raises(ProviderError) as caught:
            provider.generate_response([user("Hi")])

        assert str(caught.value) == (
            f"Ollama at {ollama.base_url} refused 'mistral' with status 404: "
            """{"error": "model 'mistral' not found"}; try `ollama pull mistral`"""
        )
        assert isinstance(caught.value.__cause__, HTTPError)

    def test_another_refusal_gives_no_wrong_advice(self, real_provider, ollama):
        """Pulling the model again does not mend an overloaded server.

        REAL BUG THIS CATCHES: _refusal() gives the same advice for every status.
        """

        def busy(request):
            raise RefusalError(503, "server busy")
            yield

        ollama.reply = busy

        with pytest.raises(ProviderError) as caught:
            real_provider.generate_response([user("Hi")])

        assert str(caught.value).endswith("""with status 503: {"error": "server busy"}""")

    def test_a_page_in_an_old_encoding_is_shown_as_far_as_it_can_be_read(self, real_provider, ollama):
        """It comes from a proxy between us and Ollama.

        REAL BUG THIS CATCHES: _refusal() fails with UnicodeDecodeError, and nobody learns what the proxy said.
        """

        def proxy(request):
            raise RefusalError(502, "Server überlastet".encode("latin-1"))
            yield

        ollama.reply = proxy

        with pytest.raises(ProviderError, match=r"with status 502: Server \ufffdberlastet$"):
            real_provider.generate_response([user("Hi")])

    def test_a_failure_in_the_middle_of_the_answer_is_reported(self, real_provider, ollama):
        """Ollama sends it as a line of the stream, after status 200.

        REAL BUG THIS CATCHES: _read_part() ignores the error, and users take half an answer for a whole one.
        """

        def exhausted(request):
            yield part("The cat")
            yield b'{"error": "out of memory"}\n'

        ollama.reply = exhausted

        with pytest.raises(ProviderError) as caught:
            real_provider.generate_response([user("Hi")])

        assert str(caught.value) == f"Ollama at {ollama.base_url} gave up on 'llama3.2': out of memory"

    @pytest.mark.parametrize("is_sudden", [False, True], ids=["without its last line", "with a broken connection"])
    def test_an_answer_that_ends_too_early_is_no_answer(self, real_provider, ollama, is_sudden):
        """Its beginning is in the message, for whoever searches the log.

        REAL BUG THIS CATCHES: generate_response() returns half an answer when the connection breaks.
        """

        def broken(request):
            yield part("The cat ")
            yield part("is on")
            if is_sudden:
                raise HangUpError

        ollama.reply = broken

        with pytest.raises(ProviderError) as caught:
            real_provider.generate_response([user("Hi")])

        assert str(caught.value) == (
            f"Ollama at {ollama.base_url} ended its answer too early, after 'The cat is on'; try again"
        )

    @pytest.mark.parametrize(
        "line",
        [
            b"<html>\n",
            b"[]\n",
            b"7\n",
            b'{"done": false}\n',
            b'{"message": {}, "done": false}\n',
            b'{"message": {"content": ""}}\n',
        ],
    )
    def test_a_server_that_speaks_something_else_is_shown(self, real_provider, ollama, line):
        """The address may belong to another program.

        REAL BUG THIS CATCHES: _read_part() raises KeyError: 'message', which says nothing about the wrong address.
        """

        def other_program(request):
            yield line

        ollama.reply = other_program

        with pytest.raises(ProviderError) as caught:
            real_provider.generate_response([user("Hi")])

        assert str(caught.value) == f"{ollama.base_url} must speak Ollama's chat protocol, but sent {line!r}"
        assert isinstance(caught.value.__cause__, (ValueError, KeyError, TypeError))

    def test_a_server_that_does_not_speak_http_is_shown(self, real_provider, ollama):
        """The port may belong to a mail server.

        REAL BUG THIS CATCHES: _stream() lets the error of the HTTP library through, which callers do not handle.
        """
        ollama.protocol_line = b"220 mail.example ESMTP ready\r\n"

        with pytest.raises(ProviderError, match=r"^No answer from Ollama at .*220 mail\.example ESMTP ready"):
            real_provider.generate_response([user("Hi")])

    def test_every_failure_can_be_handled_as_a_service_error(self, real_provider, ollama):
        """One handler for all remote services.

        REAL BUG THIS CATCHES: ProviderError loses its base class, and an outage of the model takes the page down.
        """
        ollama.protocol_line = b"nonsense\r\n"

        with pytest.raises(ServiceError, match="nonsense"):
            real_provider.generate_response([user("Hi")])
