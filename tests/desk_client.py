"""A desk that serves in this process, and a page of it: what it asks, what it is told, what it types."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from os.path import commonpath
from pathlib import Path
from typing import Any

import httpx

WAIT_S = 60.0


class Page:
    """A page in a browser, without the browser.

    Args:
        base: address of the desk.
        token: of the desk.
        name: what the page calls itself.
    """

    def __init__(self, base: str, token: str, name: str = "one") -> None:
        self.token, self.name, self.base = token, name, base
        headers = {"X-Studio-Token": token, "X-Studio-Client": name}
        self.http = httpx.Client(base_url=base, headers=headers, timeout=WAIT_S)
        self.told: list[tuple[str, Any]] = []
        self._ring = threading.Condition()
        self._socket: Any = None
        self._open = ExitStack()
        self._open.enter_context(self.http)
        self._version = 0
        self.uri = self.text = self.revision = ""

    # ------------------------------------------------------------------------------------------ listening

    def listen(self, episode: str) -> None:
        """Have everything told that happens to an episode."""
        opened = threading.Event()

        def read() -> None:
            address = f"/api/events?episode={episode}&token={self.token}&client={self.name}"
            try:
                with httpx.Client(base_url=self.base, timeout=None) as client, client.stream("GET", address) as stream:
                    opened.set()
                    event = ""
                    for line in stream.iter_lines():
                        if line.startswith("event: "):
                            event = line[7:]
                        elif line.startswith("data: "):
                            with self._ring:
                                self.told.append((event, json.loads(line[6:])))
                                self._ring.notify_all()
            except httpx.HTTPError:
                pass  # the desk was closed
            finally:
                opened.set()

        threading.Thread(target=read, daemon=True).start()
        assert opened.wait(WAIT_S)

    def wait(self, event: str, holds: Callable[[Any], bool] = lambda _: True, since: int = 0) -> Any:
        """The first message of a kind for which something holds, waited for."""
        with self._ring:
            at = since
            while True:
                for name, value in self.told[at:]:
                    at += 1
                    if name == event and holds(value):
                        return value
                assert self._ring.wait(WAIT_S), f"no {event} came; the last were {self.told[-3:]}"

    def states(self) -> dict[str, str]:
        """The spoken text of each sentence → how far its sound is, by the last list and what turned since."""
        with self._ring:
            told = [*self.told]
        rows: list[dict[str, Any]] = []
        for name, value in told:
            if name == "segments":
                rows = [dict(row) for row in value["segments"]]
            elif name == "segment" and value["index"] < len(rows):
                rows[value["index"]] |= {"state": value["state"], "id": value["id"]}
        return {row["text"]: row["state"] for row in rows if row["kind"] == "speech"}

    # ------------------------------------------------------------------------------------------ typing

    def open(self, episode: str) -> None:
        """Open an episode's script in the language server."""
        from websockets.sync.client import connect

        found = self.http.get(f"/api/episodes/{episode}").json()
        self.uri, self.text, self.revision = found["uri"], found["text"], found["revision"]
        if self._socket is None:
            address = self.base.replace("http:", "ws:")
            address += f"/api/lsp?token={self.token}&client={self.name}"
            socket = connect(address, max_size=None, ping_interval=None)
            self._socket = self._open.enter_context(socket)
            self._send("initialize", {"processId": None, "rootUri": None, "capabilities": {}}, number=1)
            while json.loads(self._socket.recv(WAIT_S)).get("id") != 1:
                pass
            self._send("initialized", {})
            threading.Thread(target=lambda: [*self._socket], daemon=True).start()
        item = {"uri": self.uri, "languageId": "markdown", "version": 1, "text": self.text}
        self._send("textDocument/didOpen", {"textDocument": item})

    def type(self, old: str, new: str) -> int:
        """Put a text in the place of another; returns how many messages had come before."""
        assert self.text.count(old) == 1
        with self._ring:
            before = len(self.told)
        start = self.text.index(old)
        self._version += 1
        place = {"start": self._place(start), "end": self._place(start + len(old))}
        self.text = self.text.replace(old, new)
        item = {"uri": self.uri, "version": self._version}
        changes = [{"range": place, "text": new}]
        self._send("textDocument/didChange", {"textDocument": item, "contentChanges": changes})
        return before

    def replace(self, text: str) -> None:
        """Have another text, as one change of what differs."""
        start = len(commonpath([self.text, text]))
        most = min(len(self.text), len(text)) - start
        tail = min(len(commonpath([self.text[::-1], text[::-1]])), most)
        self._version += 1
        place = {"start": self._place(start), "end": self._place(len(self.text) - tail)}
        self.text = text
        item = {"uri": self.uri, "version": self._version}
        changes = [{"range": place, "text": text[start : len(text) - tail]}]
        self._send("textDocument/didChange", {"textDocument": item, "contentChanges": changes})

    def wait_for_text(self, text: str) -> Any:
        """The list of a text's pieces."""
        revision = hashlib.sha256(text.encode()).hexdigest()
        return self.wait("segments", lambda told: told["revision_of_text"] == revision)

    def save(self, episode: str) -> httpx.Response:
        """Save the text as typed."""
        answer = self.http.put(f"/api/episodes/{episode}", json={"text": self.text, "revision": self.revision})
        if answer.status_code == 200:
            self.revision = answer.json()["revision"]
        return answer

    def close(self) -> None:
        """Go."""
        self._open.close()

    def _place(self, offset: int) -> dict[str, int]:
        before = self.text[:offset]
        last = before.rpartition("\n")[2]
        return {"line": before.count("\n"), "character": len(last.encode("utf-16-le")) // 2}

    def _send(self, method: str, params: Any, number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        self._socket.send(json.dumps(message if number is None else {**message, "id": number}))


class Desk:
    """A running desk."""

    def __init__(self, base: str, site: Any) -> None:
        self.base, self.site = base, site
        self._pages: list[Page] = []

    def page(self, name: str = "one") -> Page:
        """A new page of it."""
        self._pages.append(Page(self.base, self.site.token, name))
        return self._pages[-1]

    def close(self) -> None:
        """Close every page."""
        for page in self._pages:
            page.close()


@contextmanager
def desk_of(root: Path) -> Iterator[Desk]:
    """A desk of a show, served on this machine until the block is left."""
    from studio.web.desk.app import make_desk
    from studio.web.desk.run import SETTINGS, hosts_of
    from studio.web.desk.site import Site
    from studio.web.server import listening, server_of

    site = Site(root, hands=1)
    with listening("127.0.0.1", 0) as listener:
        app = make_desk(site, hosts_of("127.0.0.1", listener))
        server = server_of(app, lambda: None, site.hub.close, **SETTINGS)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        desk = Desk(f"http://127.0.0.1:{listener.getsockname()[1]}", site)
        try:
            yield desk
        finally:
            desk.close()
            server.should_exit = True
            thread.join(WAIT_S)
            assert not thread.is_alive()
