"""Models are fetched from servers that break off, dawdle or lie, and never end up half there or wrong."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from studio.kit.errors import StudioError
from studio.kit.events import Event, Events, Progress
from studio.voices.catalogue import PublicVoice, install_voice, public_voices
from studio.voices.downloads import RemoteFile, fetch

CONTENT = bytes(range(256)) * 4096
Answer = Callable[["Server", BaseHTTPRequestHandler, int], None]


class Server:
    """A local server whose manners a test chooses; ``ranges`` are the starts that were asked for."""

    def __init__(self) -> None:
        self.answer: Answer = honest
        self.ranges: list[int] = []
        self.released = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
                outer.ranges.append(start)
                outer.answer(outer, self, start)

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def file(self, content: bytes = CONTENT) -> RemoteFile:
        url = f"http://127.0.0.1:{self.http.server_port}/model.onnx"
        return RemoteFile("model.onnx", url, len(content), hashlib.sha256(content).hexdigest())


def honest(server: Server, request: BaseHTTPRequestHandler, start: int) -> None:
    _head(request, 206 if start else 200, len(CONTENT) - start)
    request.wfile.write(CONTENT[start:])


def _head(request: BaseHTTPRequestHandler, status: int, length: int) -> None:
    request.send_response(status)
    request.send_header("Content-Length", str(length))
    request.end_headers()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.released.set()
    server.http.shutdown()
    server.http.server_close()


def test_a_file_arrives_whole_and_is_not_fetched_twice(server: Server, tmp_path: Path) -> None:
    seen: list[Event] = []
    path = fetch(server.file(), tmp_path / "models", Events(seen.append))
    assert path.read_bytes() == CONTENT
    assert seen[-1] == Progress("model.onnx", len(CONTENT), len(CONTENT))
    fetch(server.file(), tmp_path / "models")
    assert server.ranges == [0]
    assert [p.name for p in path.parent.iterdir()] == ["model.onnx"]


def test_a_connection_that_breaks_is_resumed(server: Server, tmp_path: Path) -> None:
    def breaking(server: Server, request: BaseHTTPRequestHandler, start: int) -> None:
        _head(request, 206 if start else 200, len(CONTENT) - start)
        request.wfile.write(CONTENT[start : start + 400_000])

    server.answer = breaking
    assert fetch(server.file(), tmp_path).read_bytes() == CONTENT
    assert server.ranges == [0, 400_000, 800_000]


def test_what_has_arrived_is_kept_for_the_next_call(server: Server, tmp_path: Path) -> None:
    def stuck(server: Server, request: BaseHTTPRequestHandler, start: int) -> None:
        _head(request, 206 if start else 200, len(CONTENT) - start)
        request.wfile.write(CONTENT[start : start + 1000])

    server.answer = stuck
    with pytest.raises(StudioError) as caught:
        fetch(server.file(), tmp_path)
    assert caught.value.code == "download-failed"
    assert "goes on where it stopped" in str(caught.value.hint)
    assert (tmp_path / "model.onnx.part").stat().st_size == 4000
    server.answer = honest
    assert fetch(server.file(), tmp_path).read_bytes() == CONTENT
    assert server.ranges[-1] == 4000


def test_a_server_that_cannot_resume_starts_over(server: Server, tmp_path: Path) -> None:
    def forgetful(server: Server, request: BaseHTTPRequestHandler, start: int) -> None:
        _head(request, 200, len(CONTENT))
        request.wfile.write(CONTENT)

    (tmp_path / "model.onnx.part").write_bytes(CONTENT[:5000])
    server.answer = forgetful
    assert fetch(server.file(), tmp_path).read_bytes() == CONTENT


def test_a_server_that_falls_silent_is_given_up(server: Server, tmp_path: Path) -> None:
    def silent(server: Server, request: BaseHTTPRequestHandler, start: int) -> None:
        _head(request, 206 if start else 200, len(CONTENT) - start)
        request.wfile.flush()
        server.released.wait(20)

    server.answer = silent
    with pytest.raises(StudioError, match="timed out"):
        fetch(server.file(), tmp_path, timeout_s=0.1)


@pytest.mark.parametrize("lie", [CONTENT[:-1] + b"?", CONTENT + b"more"])
def test_wrong_content_is_refused_and_removed(server: Server, tmp_path: Path, lie: bytes) -> None:
    def lying(server: Server, request: BaseHTTPRequestHandler, start: int) -> None:
        _head(request, 200, len(lie))
        request.wfile.write(lie)

    server.answer = lying
    with pytest.raises(StudioError) as caught:
        fetch(server.file(), tmp_path)
    assert caught.value.code == "wrong-content"
    assert list(tmp_path.iterdir()) == []


def test_a_left_over_longer_than_the_server_has_is_dropped(server: Server, tmp_path: Path) -> None:
    def strict(server: Server, request: BaseHTTPRequestHandler, start: int) -> None:
        if start:
            _head(request, 416, 0)
        else:
            honest(server, request, start)

    (tmp_path / "model.onnx.part").write_bytes(b"x" * 10)
    server.answer = strict
    assert fetch(server.file(), tmp_path).read_bytes() == CONTENT


def test_a_missing_file_and_a_missing_network_are_explained(server: Server, tmp_path: Path) -> None:
    server.answer = lambda _server, request, _start: _head(request, 404, 0)
    with pytest.raises(StudioError, match="the server answers 404"):
        fetch(server.file(), tmp_path)
    nowhere = RemoteFile("model.onnx", "http://127.0.0.1:9/model.onnx", 10, "0" * 64)
    with pytest.raises(StudioError, match=r"cannot be fetched: .*refused"):
        fetch(nowhere, tmp_path)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "http://example.invalid/model.onnx",
        "HTTP://EXAMPLE.INVALID/model.onnx",
        "//example.invalid/model.onnx",
        "ftp://example.invalid/model.onnx",
        "file:///etc/passwd",
        "http://127.0.0.1.example.invalid/model.onnx",
        "http://localhost@example.invalid/model.onnx",
        "data:,x",
    ],
)
def test_nobody_is_followed_to_an_address_that_is_not_safe(server: Server, tmp_path: Path, elsewhere: str) -> None:
    def sending_on(_server: Server, request: BaseHTTPRequestHandler, _start: int) -> None:
        request.send_response(302)
        request.send_header("Location", elsewhere)
        request.send_header("Content-Length", "0")
        request.end_headers()

    server.answer = sending_on
    with pytest.raises(StudioError) as caught:
        fetch(server.file(), tmp_path)
    assert caught.value.code in ("unsafe-address", "download-failed")
    assert "not https" in str(caught.value) or "not allowed" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["http://example.invalid/m", "file:///etc/passwd", "ftp://127.0.0.1/m", "m.onnx", ""])
def test_nothing_is_fetched_from_an_address_that_is_not_safe(tmp_path: Path, url: str) -> None:
    with pytest.raises(StudioError, match="https addresses only"):
        fetch(RemoteFile("m.onnx", url, 10, "0" * 64), tmp_path)


def test_a_server_may_send_on_within_this_machine(server: Server, tmp_path: Path) -> None:
    def sending_on(server: Server, request: BaseHTTPRequestHandler, start: int) -> None:
        if request.path == "/model.onnx":
            request.send_response(302)
            request.send_header("Location", "/elsewhere")
            request.send_header("Content-Length", "0")
            request.end_headers()
        else:
            honest(server, request, start)

    server.answer = sending_on
    (tmp_path / "model.onnx.part").write_bytes(CONTENT[:5000])
    assert fetch(server.file(), tmp_path).read_bytes() == CONTENT
    assert server.ranges[-1] == 5000


def test_installing_a_voice_writes_a_voice_file_that_finds_the_model(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_MODELS", str(tmp_path / "models"))
    public = PublicVoice("tiny", "piper", "A test", "en-US", "MIT", "tests", (server.file(),), {"model": "model.onnx"})
    (tmp_path / "show" / "voices").mkdir(parents=True)
    _, written = install_voice("tiny", tmp_path / "show", catalogue={"tiny": public})
    assert written == tmp_path / "show" / "voices" / "tiny.yaml"
    assert "model: models:tiny/model.onnx" in written.read_text()
    assert (tmp_path / "models" / "tiny" / "model.onnx").read_bytes() == CONTENT
    assert install_voice("tiny", tmp_path / "show", catalogue={"tiny": public})[1] is None


def test_an_unknown_public_voice_suggests_near_names() -> None:
    with pytest.raises(StudioError) as caught:
        install_voice("lessac-medium", None)
    assert "en_US-lessac-medium" in str(caught.value.hint)


def test_the_catalogue_is_pinned() -> None:
    for voice in public_voices().values():
        assert all(file.url.startswith("https://") for file in voice.files)
        assert all(len(file.sha256) == 64 and file.size_bytes > 0 for file in voice.files)
        assert voice.licence
