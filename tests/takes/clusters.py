"""A scheduler of Dask with its workers, in processes of their own on loopback, and a wire to it that can be cut."""

from __future__ import annotations

import os
import re
import selectors
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
QUIET = {"DASK_DISTRIBUTED__WORKER__PROFILE__INTERVAL": "10s", "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s"}


class Cluster:
    """A scheduler at a port of its own, and workers with one thread each.

    Args:
        folder: for what they write.
        tls: settings of Dask for encrypted connections, by the ends of their names; none for ``tcp://``.
    """

    def __init__(self, folder: Path, tls: Mapping[str, str] | None = None) -> None:
        self._folder = folder
        self._scheme = "tls" if tls else "tcp"
        self._tls = {f"DASK_DISTRIBUTED__COMM__TLS__{name}": value for name, value in (tls or {}).items()}
        self._running: dict[str, subprocess.Popen[str]] = {}
        self.port = 0

    @property
    def address(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}"

    def start_scheduler(self, port: int = 0) -> None:
        """Start it, at the same port as before where one is given, and wait until it listens."""
        host = f"{self._scheme}://127.0.0.1"
        process = self._start("scheduler", "dask_scheduler", "--host", host, "--port", str(port))
        self.port = int(_wait_for(process, rf"Scheduler at:\s+{self._scheme}://127\.0\.0\.1:(\d+)"))

    def start_worker(self, name: str, *, spoilt: str = "", nanny: bool = False, more: tuple[str, ...] = ()) -> None:
        """Start a worker and wait until the scheduler knows it.

        Args:
            name: unique.
            spoilt: lines of Python that are run in it first.
            nanny: start it anew when it ends.
            more: options.
        """
        path = [str(ROOT)]
        if spoilt:
            folder = self._folder / f"site-{name}"
            folder.mkdir()
            (folder / "sitecustomize.py").write_text(spoilt, encoding="utf-8")
            path.insert(0, str(folder))
        arguments = ["--nthreads", "1", "--no-nanny" if not nanny else "--nanny", "--name", name, *more]
        process = self._start(name, "dask_worker", self.address, *arguments, path=path)
        _wait_for(process, "Registered to:")

    def kill(self, name: str) -> None:
        """End a process without a word."""
        process = self._running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def close(self) -> None:
        for name in list(self._running):
            self.kill(name)

    def _start(self, name: str, module: str, *arguments: str, path: list[str] | None = None) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{module}", *arguments, "--no-dashboard"],
            env={**os.environ, **QUIET, **self._tls, "PYTHONPATH": os.pathsep.join(path or [str(ROOT)])},
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            cwd=self._folder,
            start_new_session=True,
        )
        self._running[name] = process
        return process


def _wait_for(process: subprocess.Popen[str], pattern: str) -> str:
    """The first group of the line that a process writes; what it writes later is read away."""
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if found := re.search(pattern, line):
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return found[1] if found.groups() else ""
    raise AssertionError("".join(said))


class Wire:
    """A TCP proxy on loopback: ``cut`` breaks every connection and lets no new one in, until it is ``mended``.

    Args:
        port: of the server behind it.
    """

    def __init__(self, port: int) -> None:
        self._behind = port
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._whole = True
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self._whole = False
        for pair in self._pairs:
            for end in pair:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        self._pairs.clear()

    def mend(self) -> None:
        self._whole = True

    def close(self) -> None:
        self.cut()
        self._server.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._server.accept()
                if not self._whole:
                    near.close()
                    continue
                far = socket.create_connection(("127.0.0.1", self._behind))
                self._pairs.append((near, far))
                threading.Thread(target=_pump, args=(near, far), daemon=True).start()


def _pump(near: socket.socket, far: socket.socket) -> None:
    with selectors.DefaultSelector() as ends, suppress(OSError):
        ends.register(near, selectors.EVENT_READ, far)
        ends.register(far, selectors.EVENT_READ, near)
        while True:
            for key, _ in ends.select():
                data = key.fileobj.recv(1 << 16)  # type: ignore[union-attr]
                if not data:
                    near.close()
                    far.close()
                    return
                key.data.sendall(data)
