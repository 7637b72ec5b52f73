"""Serving a desk until it is interrupted."""

from __future__ import annotations

import gc
import ipaddress
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from studio.web.desk.app import make_desk
from studio.web.desk.patience import ImpatientProtocol
from studio.web.desk.site import Site
from studio.web.server import listening, serve_on

#: Python's own. Commands, which are over soon, look for garbage rarely; a server would hold twice what it needs.
_GARBAGE_THRESHOLDS = (700, 10, 10)
#: Seconds for which a thread may keep the interpreter. A look at a whole script takes a quarter of a second, and what
#: was typed goes from thread to thread ten times until it sounds: each of them would wait for Python's own 5 ms.
_SWITCH_S = 0.0005
#: Of uvicorn.
SETTINGS: dict[str, Any] = {
    "http": ImpatientProtocol,
    "limit_concurrency": 256,
    "timeout_graceful_shutdown": 2,
    "ws": "websockets-sansio",
    "ws_max_size": 8 << 20,
    "server_header": False,
}


def run_desk(root: Path, first: str, *, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted.

    Args:
        root: the show's folder.
        first: the episode to begin with; empty for the show's first.
        host: address to listen on.
        port: of this machine; 0 for any that is free.
        ready: called with the address, once it answers.

    Raises:
        StudioError: ``port-in-use``, ``no-such-host``.
        KeyboardInterrupt: passed on after the server has stopped.
    """
    gc.set_threshold(*_GARBAGE_THRESHOLDS)
    sys.setswitchinterval(_SWITCH_S)
    with listening(host, port) as listener:
        site = Site(root, first)
        app = make_desk(site, hosts_of(host, listener))
        serve_on(listener, host, app, ready, site.hub.close, **SETTINGS)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def hosts_of(host: str, listener: socket.socket) -> set[str]:
    """The names, with ports, by which a server may be asked."""
    port = listener.getsockname()[1]
    names = {"127.0.0.1", "localhost", "[::1]", f"[{host}]" if ":" in host else host}
    if host in ("0.0.0.0", "::"):
        names |= _own_names()
    return {f"{name}:{port}" for name in names} | (names if port == 80 else set())


def _own_names() -> set[str]:
    """What other machines may call this one."""
    name = socket.gethostname()
    found = {name, f"{name}.local"}
    with suppress(OSError):
        found |= {str(info[4][0]) for info in socket.getaddrinfo(name, None, socket.AF_INET)}
    return found
