"""A language client of our own: JSON-RPC over pipes or a socket, as an editor speaks it."""

from __future__ import annotations

import json
import os
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

#: Nothing here waits that long unless something is wrong.
PATIENCE_S = 60.0
FULL = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "codeAction": {"resolveSupport": {"properties": ["edit"]}, "dataSupport": True},
        "rename": {"prepareSupport": True},
    },
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}


class AnswerError(Exception):
    """The server answered with an error."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["message"])
        self.code, self.data = error["code"], error.get("data")


class Client:
    """Speaks to a server; what it says unasked is kept in ``said``, method → parameters, in order."""

    def __init__(self, reading: BinaryIO, writing: BinaryIO) -> None:
        self._reading, self._writing = reading, writing
        self._answers: dict[int, dict[str, Any]] = {}
        self._arrived = threading.Condition()
        self._next = 0
        self._versions: dict[str, int] = {}
        self.said: list[tuple[str, Any]] = []
        self.is_over = False
        threading.Thread(target=self._listen, daemon=True).start()

    # ------------------------------------------------------------------------------------------ messages

    def send(self, method: str, params: Any, number: int | None = None) -> None:
        message: dict[str, Any] = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        self.send_raw(json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def send_raw(self, body: bytes) -> None:
        self._writing.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._writing.flush()

    def begin(self, method: str, params: Any) -> int:
        """Send a request; its number, for :meth:`answer`."""
        self._next += 1
        self.send(method, params, self._next)
        return self._next

    def answer(self, number: int) -> Any:
        with self._arrived:
            assert self._arrived.wait_for(lambda: number in self._answers or self.is_over, PATIENCE_S), "no answer"
            message = self._answers.pop(number)
        if "error" in message:
            raise AnswerError(message["error"])
        return message["result"]

    def ask(self, method: str, params: Any) -> Any:
        return self.answer(self.begin(method, params))

    def wait(self, method: str, wanted: Any = lambda _params: True) -> Any:
        """The parameters of the first message of this method that is as wanted; it and those before are dropped."""

        def found() -> int | None:
            return next((at for at, (name, it) in enumerate(self.said) if name == method and wanted(it)), None)

        with self._arrived:
            assert self._arrived.wait_for(lambda: found() is not None or self.is_over, PATIENCE_S), f"no {method}"
            at = found()
            assert at is not None, f"the server ended before {method}"
            params = self.said[at][1]
            del self.said[: at + 1]
            return params

    def _listen(self) -> None:
        while (message := self._read()) is not None:
            with self._arrived:
                if "method" not in message:
                    self._answers[message["id"]] = message
                else:
                    self.said.append((message["method"], message.get("params")))
                    if "id" in message:
                        self.send_raw(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": None}).encode())
                self._arrived.notify_all()
        with self._arrived:
            self.is_over = True
            self._arrived.notify_all()

    def _read(self) -> dict[str, Any] | None:
        size = 0
        try:
            while line := self._reading.readline():
                if line == b"\r\n":
                    return json.loads(self._reading.read(size))
                name, _, value = line.partition(b": ")
                assert name in (b"Content-Length", b"Content-Type"), f"noise on the wire: {line!r}"
                size = int(value) if name == b"Content-Length" else size
        except (OSError, ValueError):
            pass
        return None

    # ------------------------------------------------------------------------------------------ as an editor

    def start(self, *folders: Path, capabilities: dict[str, Any] = FULL, process: int | None = None) -> dict[str, Any]:
        """Initialise; the server's capabilities."""
        names = [{"uri": folder.as_uri(), "name": folder.name} for folder in folders]
        root = names[0]["uri"] if names else None
        params = {"processId": process, "rootUri": root, "workspaceFolders": names, "capabilities": capabilities}
        result = self.ask("initialize", params)
        self.send("initialized", {})
        return result["capabilities"]

    def open(self, place: Path | str, text: str | None = None, language: str = "markdown") -> str:
        """Open a file, or a text that has none; its address."""
        uri = place if isinstance(place, str) else place.as_uri()
        if text is None:
            assert isinstance(place, Path)
            text = place.read_bytes().decode("utf-8", "replace")
        self._versions[uri] = 1
        self.send(
            "textDocument/didOpen",
            {"textDocument": {"uri": uri, "languageId": language, "version": 1, "text": text}},
        )
        return uri

    def change(self, uri: str, *changes: dict[str, Any]) -> int:
        """Change an open text; its new version."""
        self._versions[uri] += 1
        item = {"uri": uri, "version": self._versions[uri]}
        self.send("textDocument/didChange", {"textDocument": item, "contentChanges": list(changes)})
        return self._versions[uri]

    def write(self, uri: str, text: str) -> int:
        """Replace an open text."""
        return self.change(uri, {"text": text})

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """What the server says about the latest version."""
        version = self._versions[uri]
        wanted = lambda it: it["uri"] == uri and it.get("version") == version  # noqa: E731
        return self.wait("textDocument/publishDiagnostics", wanted)["diagnostics"]

    def about(self, method: str, uri: str, **more: Any) -> Any:
        """Ask about a text."""
        return self.ask(f"textDocument/{method}", {"textDocument": {"uri": uri}, **more})

    def end(self) -> None:
        self.ask("shutdown", None)
        self.send("exit", None)


def place(text: str, what: str, *, at_end: bool = False, nth: int = 1) -> dict[str, int]:
    """Where something stands in a text, counted as editors count: in UTF-16 units, lines by CR, LF or both."""
    at = -1
    for _ in range(nth):
        at = text.index(what, at + 1)
    before = text[: at + len(what) * at_end].replace("\r\n", "\n").replace("\r", "\n")
    line = before.rpartition("\n")[2]
    return {"line": before.count("\n"), "character": len(line.encode("utf-16-le")) // 2}


def stretch(text: str, what: str, nth: int = 1) -> dict[str, dict[str, int]]:
    """The range of something in a text."""
    return {"start": place(text, what, nth=nth), "end": place(text, what, at_end=True, nth=nth)}


def edited(text: str, edits: Sequence[dict[str, Any]]) -> str:
    """A text after the edits of an answer, which all count from the text before."""

    def offset(position: dict[str, int]) -> int:
        lines = text.replace("\r\n", "\0\n").split("\n")
        line = lines[position["line"]]
        start = sum(len(one) + 1 for one in lines[: position["line"]])
        units, at = 0, 0
        while units < position["character"]:
            units += 2 if line[at] > "\uffff" else 1
            at += 1
        return start + at

    placed = [(offset(edit["range"]["start"]), offset(edit["range"]["end"]), edit["newText"]) for edit in edits]
    for start, end, new in sorted(placed, reverse=True):
        text = text[:start] + new + text[end:]
    return text


@contextmanager
def over_pipes(folder: Path, *options: str) -> Iterator[tuple[Client, subprocess.Popen[bytes]]]:
    """A client of ``studio lsp`` as a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", "import sys; from studio.cli import main; sys.exit(main())", "lsp", *options],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin and process.stdout
    try:
        yield Client(process.stdout, process.stdin), process
    finally:
        process.kill()
        process.wait(PATIENCE_S)


@contextmanager
def over_socket(folder: Path) -> Iterator[tuple[Client, subprocess.Popen[bytes], int]]:
    """The same through a socket; its port."""
    with over_pipes(folder, "--tcp", "127.0.0.1:0") as (_, process):
        assert process.stderr
        heard: queue.Queue[bytes] = queue.Queue()
        stderr = process.stderr
        threading.Thread(target=lambda: heard.put(stderr.readline()), daemon=True).start()
        port = int(heard.get(timeout=PATIENCE_S).rsplit(b":", 1)[1])
        with socket.create_connection(("127.0.0.1", port), PATIENCE_S) as wire:
            wire.settimeout(None)
            file = wire.makefile("rwb")
            yield Client(file, file), process, port
