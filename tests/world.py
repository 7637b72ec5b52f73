"""The rest of the world as one server of this machine: every http address that a program asks for is answered here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Asked:
    """A request: its method, its address without the query, its query, form and headers."""

    method: str
    address: str
    query: dict[str, str]
    form: dict[str, str]
    headers: dict[str, str]


@dataclass
class World:
    """What was asked of whom; ``answers`` are by host, 204 where there is none."""

    address: str = ""
    asked: list[Asked] = field(default_factory=list)
    answers: dict[str, Callable[[], Answer]] = field(default_factory=dict)

    def answer(self, host: str, status: int, body: bytes = b"", **headers: str) -> None:
        """Let a host answer from now on."""
        self.answers[host] = lambda: (status, headers, body)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world that programs reach as through a proxy."""
    made = World()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            host = parts.hostname or (self.headers.get("Host") or "").partition(":")[0]
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            address = f"http://{host}{parts.path}"
            query, form = dict(parse_qsl(parts.query)), dict(parse_qsl(body))
            made.asked.append(Asked(self.command, address, query, form, dict(self.headers)))
            status, headers, content = made.answers.get(host, lambda: (204, {}, b""))()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    made.address = f"http://127.0.0.1:{server.server_address[1]}"
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, made.address)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "127.0.0.1")
    yield made
    server.shutdown()
    thread.join()
    server.server_close()
