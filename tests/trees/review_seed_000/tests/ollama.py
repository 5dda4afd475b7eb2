"""A server that speaks Ollama's protocol."""

import http.server
import json


class Parrot(http.server.BaseHTTPRequestHandler):
    """A language model that speaks Ollama's protocol and repeats the last message; with a system prompt, in capitals."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = body["messages"][-1]["content"]
        if body["messages"][0]["role"] == "system":
            text = text.upper()
        parts = text.split(" ") if body["stream"] else [text]
        lines = [{"message": {"content": part}, "prompt_eval_count": 3, "eval_count": 5} for part in parts]
        self.send_response(200)
        self.end_headers()
        self.wfile.write("\n".join(map(json.dumps, lines)).encode())

    def log_message(self, *arguments):
        """Quiet."""
