"""Attacks on a desk, each refused: foreign names and sites, ways out of the folder, floods, and scripts in texts."""

from __future__ import annotations

import json
import os
import socket
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from desk_client import Desk, Page, desk_of
from lxml import html

pytest.importorskip("sse_starlette")


def _raw(desk: Desk, request: bytes) -> bytes:
    host, port = desk.base.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall(request)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
        return answer


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example", ""]
)
def test_a_name_that_was_bound_to_this_machine_is_refused(steady: Desk, host: str) -> None:
    for path in ("/", "/api/show", "/static/desk.css", "/api/takes/x.wav"):
        answer = ASK.get(steady.base + path, headers={"Host": host})
        assert answer.status_code in (400, 421), path
        assert steady.site.token not in answer.text


def test_two_host_headers_are_refused(steady: Desk) -> None:
    own = steady.base.removeprefix("http://").encode()
    answer = _raw(steady, b"GET / HTTP/1.1\r\nHost: " + own + b"\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
    assert answer.split()[1] in (b"400", b"421")
    assert steady.site.token.encode() not in answer


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1"])
def test_another_site_may_neither_read_nor_write(steady: Desk, origin: str) -> None:
    page = steady.page()
    for method, path in [("GET", "/api/show"), ("POST", "/api/jobs"), ("PUT", "/api/episodes/ep01")]:
        answer = page.http.request(method, path, headers={"Origin": origin}, json={})
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers
    assert page.http.get("/api/show", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("token", [None, "", "x", "ü"])
def test_who_writes_needs_the_token(steady: Desk, method: str, token: str | None) -> None:
    headers = {} if token is None else {"X-Studio-Token": token.encode()}
    for path in ("/api/episodes/ep01", "/api/jobs", "/api/say", "/api/flags"):
        answer = ASK.request(method, steady.base + path, headers=headers, content=b"{}")  # type: ignore[arg-type]
        assert answer.status_code == 403, path


def test_sockets_and_streams_need_the_token(steady: Desk) -> None:
    from websockets.exceptions import InvalidStatus
    from websockets.sync.client import connect

    base = steady.base.replace("http:", "ws:")
    own = {"token": steady.site.token}
    for address, origin in [
        (f"{base}/api/lsp", None),
        (f"{base}/api/lsp?token=x", None),
        (f"{base}/api/lsp?token={own['token']}", "http://evil.example"),
    ]:
        with pytest.raises(InvalidStatus), connect(address, origin=origin):  # type: ignore[arg-type]
            pass
    assert ASK.get(f"{steady.base}/api/events?episode=ep01").status_code == 403


WAYS_OUT = [
    "/static/../../web/server.py",
    "/static/%2e%2e/%2e%2e/web/server.py",
    "/static/..%2f..%2fweb/server.py",
    "/static//etc/passwd",
    "/static/%2fetc%2fpasswd",
    "/static/desk.html",
    "/static/.hidden",
    "/api/takes/..%2f..%2f..%2fstudio.yaml.wav",
    "/api/takes/" + "0" * 64 + ".wav",
    "/api/episodes/..%2fstudio.yaml",
    "/api/episodes/%2fetc%2fpasswd",
    "/episodes/..%2f..%2fsecret",
    "/api/events?episode=../secret",
]


@pytest.mark.parametrize("path", WAYS_OUT)
def test_there_is_no_way_out_of_the_folders(steady: Desk, path: str) -> None:
    desk = steady
    own = desk.base.removeprefix("http://")
    token = f"X-Studio-Token: {desk.site.token}"
    request = f"GET {path}{'&' if '?' in path else '?'}token={desk.site.token} HTTP/1.1\r\nHost: {own}\r\n{token}"
    answer = _raw(desk, f"{request}\r\nConnection: close\r\n\r\n".encode())
    assert answer.split()[1] in (b"400", b"404"), answer[:200]
    assert b"root:" not in answer and b"Nobody may" not in answer and b"def run" not in answer


def test_links_out_of_the_folder_are_no_episodes(page: Page, show: Path) -> None:
    outside = show.parent / "outside.md"
    outside.write_text("---\nid: ep99\ntitle: Secret\n---\n\n# Secret\n\nNobody may read this.\n")
    (show / "scripts/ep99.md").symlink_to(outside)
    (show / "scripts/loop.md").symlink_to(show / "scripts/loop.md")
    folder = show.parent / "elsewhere"
    folder.mkdir()
    (folder / "ep98.md").write_text("---\nid: ep98\n---\n\n# Secret\n\nNobody may read this.\n")
    (show / "scripts/more").symlink_to(folder)
    assert [one["id"] for one in page.http.get("/api/show").json()["episodes"]] == ["ep01"]
    for name in ("ep99", "ep98", "loop"):
        assert page.http.get(f"/api/episodes/{name}").status_code == 404
        assert page.http.put(f"/api/episodes/{name}", json={"text": "x", "revision": "x"}).status_code == 404
    assert "Nobody may" in outside.read_text()


def test_the_language_server_reads_no_text_outside(desk: Desk, page: Page, show: Path) -> None:
    other = show.parent / "other"
    (other / "scripts").mkdir(parents=True)
    (other / "voices").mkdir()
    (other / "studio.yaml").write_text("title: Secret Title\nnarrator: nobody\n")
    page.uri = (other / "scripts/a.md").as_uri()
    text = "# A\n\nSome words stand here.\n"
    item = {"uri": page.uri, "languageId": "markdown", "version": 1, "text": text}
    page._send("textDocument/didOpen", {"textDocument": item})
    assert (other / "scripts/a.md").resolve() not in {path for _, path in desk.site.live._texts}
    server = next(iter(desk.site.servers))
    page.http.get("/api/show")
    found = server.texts.get(page.uri)
    assert found is None or (not found.document.is_file and found.document.path.is_relative_to(show))


def test_bodies_that_are_too_large_are_refused(desk: Desk, page: Page, show: Path) -> None:
    before = (show / "scripts/ep01.md").read_bytes()
    value = {"text": "x" * (5 << 20), "revision": page.revision}
    assert page.http.put("/api/episodes/ep01", json=value).status_code == 413

    def chunks() -> Any:
        for _ in range(6):
            yield b"x" * (1 << 20)

    answer = page.http.put("/api/episodes/ep01", content=chunks(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert (show / "scripts/ep01.md").read_bytes() == before


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b"null", b'{"text": 1, "revision": "x"}', b'{"text": "x"}', b"\xff", b"[" * 100_000,
     b'{"text": "\\ud800", "revision": "x"}'],
)  # fmt: skip
def test_what_is_no_request_is_answered_in_words(steady: Desk, body: bytes) -> None:
    answer = steady.page().http.put("/api/episodes/ep01", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_client_that_sends_slowly_is_left(desk: Desk, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    from studio.web.desk import guard

    monkeypatch.setattr(guard, "BODY_WAIT_S", 0.3)
    own = desk.base.removeprefix("http://")
    head = f"PUT /api/episodes/ep01 HTTP/1.1\r\nHost: {own}\r\nX-Studio-Token: {desk.site.token}\r\n"
    start = time.monotonic()
    answer = _raw(desk, f"{head}Content-Length: 1000\r\n\r\n{{".encode())
    assert time.monotonic() - start < 20
    assert answer.split()[1] == b"408"
    assert page.http.get("/api/show").status_code == 200


def test_connections_that_ask_nothing_are_closed(desk: Desk, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    from studio.web.desk import patience

    monkeypatch.setattr(patience, "HEAD_WAIT_S", 0.3)
    writer = desk.page("writer")
    writer.listen("ep01")
    writer.open("ep01")
    writer.wait("segments")
    own = desk.base.removeprefix("http://")
    host, port = own.split(":")
    page.close()
    page = desk.page()
    page.listen("ep01")
    page.open("ep01")
    page.wait("segments")
    silent = socket.create_connection((host, int(port)), timeout=60)
    begun = socket.create_connection((host, int(port)), timeout=60)
    begun.sendall(f"GET / HTTP/1.1\r\nHost: {own}\r\n".encode())
    used = socket.create_connection((host, int(port)), timeout=60)
    used.sendall(f"GET /api/jobs HTTP/1.1\r\nHost: {own}\r\n\r\nGET /api".encode())
    for connection in (silent, begun):
        assert connection.recv(65536) == b""
    assert used.recv(65536).startswith(b"HTTP/1.1 200")
    while used.recv(65536):
        pass
    for one in (page, writer):  # streams and sockets that are silent are not closed
        before = one.type("the buffer is empty", "the buffer is still empty")
        one.wait("segments", since=before)


def test_two_hundred_streams_leave_the_desk_usable(desk: Desk, page: Page) -> None:
    own = desk.base.removeprefix("http://")
    host, port = own.split(":")
    request = f"GET /api/events?episode=ep01&token={desk.site.token} HTTP/1.1\r\nHost: {own}\r\n\r\n".encode()
    connections = [socket.create_connection((host, int(port)), timeout=60) for _ in range(200)]
    try:
        for connection in connections:
            connection.sendall(request)
        statuses = [connection.recv(4096).split()[1] for connection in connections]
        assert set(statuses) == {b"200", b"503"}
        assert statuses.count(b"200") <= 64
        assert page.http.get("/api/show").status_code == 200
    finally:
        for connection in connections:
            connection.close()


ASK = httpx.Client(timeout=60)
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


def test_no_text_becomes_part_of_the_page(desk: Desk, page: Page, show: Path) -> None:
    settings = (show / "studio.yaml").read_text()
    (show / "studio.yaml").write_text(settings.replace("title: A Small Show", f"title: '{EVIL}'"))
    script = show / 'scripts/"><img onerror=x>.md'
    script.write_text(f"---\nid: evil\ntitle: '{EVIL}'\n---\n\n# {EVIL}\n\nWords stand here {EVIL} and there.\n")
    (show / "voices/lexicon.yaml").write_text(f'"{EVIL}": x\n')
    answer = page.http.get("/episodes/evil")
    assert answer.headers["content-type"].startswith("text/html")
    tree = html.fromstring(answer.text)
    assert not tree.xpath("//img | //script[not(@src)] | //@onerror | //@style")
    assert EVIL not in answer.text
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert "unsafe" not in answer.headers["content-security-policy"]
    (nonce,) = tree.xpath("//meta[@name='studio-nonce']/@content")
    assert f"'nonce-{nonce}'" in policy["style-src"]
    assert nonce not in page.http.get("/episodes/evil").text
    for path in ("/api/show", "/api/episodes/evil", "/api/nowhere/<script>"):
        told = page.http.get(path)
        assert told.headers["content-type"] == "application/json"
        assert told.headers["x-content-type-options"] == "nosniff"
        assert told.headers["content-security-policy"].startswith("default-src 'none'")
        json.loads(told.text)


def test_a_text_cannot_end_a_message_of_a_stream(page: Page) -> None:
    before = page.type("When the indices meet, the buffer is empty.", "Odd\u2028ends\x85are\x0bno\u2029ends here.")
    page.wait("segments", lambda told: any("Odd" in row["text"] for row in told["segments"]), since=before)
    assert {name for name, _ in page.told} <= {"segments", "segment", "shares", "loudness"}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("DELETE", "/api/episodes/ep01/drafts/..%2f..%2f.jobs", None),
        ("DELETE", "/api/episodes/ep01/drafts/" + "0" * 24, None),
        ("GET", "/api/episodes/..%2fsecret/drafts", None),
        ("POST", "/api/jobs/render-1%00", None),
        ("POST", "/api/jobs/" + "x" * 5000, None),
        ("POST", "/api/jobs", {"kind": "render", "episodes": ["*"]}),
        ("GET", "/api/takes/%2e%2e/peaks", None),
        ("GET", "/episodes/%3Cscript%3Ealert(1)%3C%2fscript%3E", None),
    ],
)
def test_names_of_nothing_are_refused(steady: Desk, method: str, path: str, body: Any) -> None:
    answer = steady.page().http.request(method, path, json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/json")


def test_outlines_are_given_of_takes_alone_and_of_a_few(steady: Desk) -> None:
    page = steady.page()
    for keys in ("../../studio.yaml", "0" * 64, "0" * 63, ",,,", ",".join(["0" * 64] * 900)):
        answer = page.http.get(f"/api/episodes/ep01/outlines?keys={keys}")
        assert (answer.status_code, answer.json()["takes"]) == (200, {})


def test_files_planted_beside_the_builds_stop_nothing_and_lead_nowhere(show: Path) -> None:
    kept = show / "build/.drafts"
    kept.mkdir(parents=True)
    draft = {"client": "c", "script": "scripts/ep01.md", "text": "<script>", "revision": "r", "at": "z"}
    planted = [
        b"[]", b'{"name": 1}', b"\xff", b"{" * 100_000, json.dumps({**draft, "name": "0" * 24}).encode(),
        json.dumps({**draft, "name": f"{5:024x}", "script": "../../secret.md"}).encode(),
        json.dumps({**draft, "name": f"{6:024x}", "text": ["a list"]}).encode(),
        json.dumps({**draft, "name": f"{7:024x}"}).encode(),
    ]  # fmt: skip
    for number, data in enumerate(planted):
        (kept / f"{number:024x}.json").write_bytes(data)
    os.mkfifo(kept / f"{'a' * 24}.json")
    os.mkfifo(show / "build/.jobs.json")
    (show / "build/.flags.json").symlink_to(show.parent / "outside.json")
    with desk_of(show) as desk:
        page = desk.page()
        page.listen("ep01")
        rows = page.wait("segments")["segments"]
        found = page.http.get("/api/episodes/ep01/drafts").json()["drafts"]
        assert [one["text"] for one in found] == ["<script>"]
        index = next(row["index"] for row in rows if row["kind"] == "speech")
        flag = page.http.post("/api/flags", json={"episode": "ep01", "index": index})
        assert (flag.status_code, "not followed" in flag.json()["error"]) == (422, True)
        assert page.http.get("/api/jobs").json() == {"jobs": []}
    assert not (show.parent / "outside.json").exists()
