"""``studio serve``: the feed folder over HTTP, for listening and subscribing on this machine.

Players need byte ranges and HEAD, web players need CORS for chapters and transcripts. The feed is served under the
address that it is asked by, so that an app on this machine can subscribe before anything is uploaded.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from studio.feed.addresses import base_url
from studio.feed.media_types import content_type
from studio.feed.policy import policy_for
from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.packages import install_hint
from studio.model.show import Show

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response


SAFE = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}


def make_app(folder: Path, show: Show) -> Starlette:
    """The web application for a feed folder.

    Raises:
        ConfigurationError: ``no-server`` where Starlette is not installed.
        StudioError: ``nothing-published`` where there is no feed.
    """
    try:
        from starlette.applications import Starlette
        from starlette.middleware import Middleware
        from starlette.middleware.cors import CORSMiddleware
        from starlette.responses import FileResponse, RedirectResponse, Response
        from starlette.routing import Route
    except ImportError as error:
        raise ConfigurationError(
            "no-server", "`studio serve` needs Starlette and uvicorn", hint=f"Run `{install_hint('serve')}`."
        ) from error
    root = folder.resolve()
    if not (root / "feed.xml").is_file():
        raise StudioError(
            "nothing-published",
            "there is no feed here yet",
            where=str(folder),
            hint="Run `studio publish EPISODE` first.",
        )

    async def answer(request: Request) -> Response:
        asked = str(request.path_params["path"])
        path = _file(root, asked)
        if path is None:
            return Response("Not found\n", 404, media_type="text/plain", headers=SAFE | _policy(""))
        if path.is_dir():
            # Without the slash, addresses on the page would be taken for those of the folder above.
            return RedirectResponse(
                f"/{quote(asked)}/{'?' * bool(request.url.query)}{request.url.query}", 307, headers=SAFE
            )
        media_type, headers = content_type(path.name), SAFE | _policy(path.name)
        if path.suffix in (".xml", ".json"):
            return Response(_here(path, show, str(request.base_url)), media_type=media_type, headers=headers)
        return FileResponse(path, media_type=media_type, headers=headers)

    cors = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD"], allow_headers=["Range"])
    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "HEAD"])], middleware=[cors])


def _policy(name: str) -> dict[str, str]:
    return {"Content-Security-Policy": policy_for(name), "Referrer-Policy": "strict-origin-when-cross-origin"}


def _file(root: Path, asked: str) -> Path | None:
    """The file that an address means, or a folder whose slash is missing; None for what is not to be seen."""
    if any(part.startswith(".") for part in asked.split("/")) or "\0" in asked:
        return None
    try:
        path = root / asked
        if path.is_dir() and (not asked or asked.endswith("/")):
            path /= "index.html"
        elif asked.endswith("/"):
            return None
        path = path.resolve()
        is_there = path.is_file() or (path / "index.html").is_file()
    except (OSError, ValueError):  # a name that is too long, a loop of links
        return None
    return path if is_there and path.is_relative_to(root) else None


def _here(path: Path, show: Show, base: str) -> bytes:
    """A feed or chapters whose files are asked for here, so that nothing has to be uploaded first."""
    there, here = base_url(show), escape(base) if path.suffix == ".xml" else json.dumps(base)[1:-1]
    return path.read_bytes().replace(there.encode(), here.encode())


def run(
    folder: Path, show: Show, *, host: str, port: int, ready: Callable[[str], None] = lambda _address: None
) -> None:
    """Serve until interrupted.

    Args:
        folder: the feed folder.
        show: whose feed it is.
        host: address to listen on.
        port: of this machine; 0 for any that is free.
        ready: called with the address, once it answers.

    Raises:
        StudioError: ``port-in-use``, and what :func:`make_app` raises.
        KeyboardInterrupt: passed on after the server has stopped.
    """
    app = make_app(folder, show)
    with listening(host, port) as listener:
        serve_on(listener, host, app, ready)


def serve_on(
    listener: socket.socket,
    host: str,
    app: Any,
    ready: Callable[[str], None],
    closing: Callable[[], None] = lambda: None,
    **settings: Any,
) -> None:
    """Serve an application on a socket until interrupted; see :func:`server_of`."""
    name = f"[{host}]" if listener.family is socket.AF_INET6 else host
    address = f"http://{name}:{listener.getsockname()[1]}/"
    server_of(app, lambda: ready(address), closing, **settings).run([listener])


def server_of(app: Any, ready: Callable[[], None], closing: Callable[[], None], **settings: Any) -> Any:
    """A server of uvicorn's.

    Args:
        app: what it serves.
        ready: called once it answers.
        closing: called when it is to end, before it waits for answers that are under way.
        settings: of uvicorn.
    """
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            closing()
            await super().shutdown(sockets)

    return Server(uvicorn.Config(app, log_level="warning", **settings))


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens at an address.

    Raises:
        StudioError: ``port-in-use``, ``no-such-host``.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except socket.gaierror as error:
        raise StudioError("no-such-host", f"`{host}` is no address of this machine: {error.strerror}") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StudioError(
            "port-in-use", f"port {port} cannot be used: {reason}", hint="Name another with --port, 0 for any."
        ) from error
