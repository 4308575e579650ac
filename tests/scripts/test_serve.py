"""What ``make run`` says while it waits: words, and where the pages are."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import serve


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"worker": "never seen"}, "the worker’s first sign of life, which it gives every 30 s"),
        ({"database": "not reachable", "broker": "not reachable"}, "the database and the place where jobs are handed over"),
        ({"page": "answers 502"}, "the pages (answers 502)"),
    ],
)
def test_what_is_waited_for_is_said_in_words(missing, words):
    assert serve.in_words(missing) == words


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "http://127.0.0.1:8123"), ("0.0.0.0", "http://127.0.0.1:8123"), ("::1", "http://[::1]:8123")],
)
def test_where_the_pages_are_asked(host, address):
    assert serve.base_address(host, 8123) == address


@pytest.fixture
def answers():
    """A server that answers with this status and body; gives its address."""
    servers = []

    def start(status: int, body: str) -> str:
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *args):
                pass

        server = HTTPServer(("127.0.0.1", 0), Answer)
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


CHECKS = {"database": "ok", "worker": "never seen"}


@pytest.mark.parametrize(
    ("status", "body", "missing"),
    [
        (200, json.dumps({"ready": True, "checks": {"database": "ok"}}), {}),
        (503, json.dumps({"ready": False, "checks": CHECKS}), {"worker": "never seen"}),
        (502, "<html>bad gateway</html>", {"page": "answers 502"}),
    ],
)
def test_what_the_service_says_is_not_ready(answers, status, body, missing):
    assert serve.ask(answers(status, body)) == missing


def test_no_answer_is_no_readiness():
    assert list(serve.ask("http://127.0.0.1:9/")) == ["page"]


def test_the_pages_do_not_wait_for_the_demonstration(tmp_path):
    env = {"DATA_DIR": str(tmp_path), "LOG_LEVEL": "WARNING"}
    names = [program.name for program in serve.programs(env, "127.0.0.1", 8123)]
    assert (names, serve.loader(env).name) == (["web", "worker", "beat", "linker"], "demo")
