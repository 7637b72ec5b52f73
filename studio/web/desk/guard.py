"""Who may ask what: the page of this server and nobody else. Wraps the whole application."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Collection
from typing import Any
from urllib.parse import parse_qs

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY_BYTES = 4 << 20
#: A body that does not come is not waited for.
BODY_WAIT_S = 20.0
_READS = ("GET", "HEAD")
_BY_ADDRESS = "/api/events"

_SAFE = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_NO_PAGE = b"default-src 'none'; frame-ancestors 'none'"


class Guard:
    """Refuses foreign hosts and origins, writes without the token, and bodies that are too large or too slow.

    Args:
        app: what is guarded.
        hosts: names, with ports, that this server is asked by; None for those of a test.
        token: what a write or a socket has to know.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str], token: str) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse, or hand on."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await _refuse(refusal, scope, receive, send)
        elif scope["type"] == "websocket":
            await self._app(scope, receive, send)
        else:
            await self._app(scope, _limited(receive), _with_headers(send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = _headers(scope)
        hosts, origins = headers.get("host", []), headers.get("origin", [])
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return 421, "this server is not asked by that name; open the address that `studio desk` printed"
        if any(origin.lower() not in {f"http://{host}" for host in self._hosts} for origin in origins):
            return 403, "another site may not ask this server"
        if headers.get("sec-fetch-site", ["same-origin"])[0] == "cross-site" and scope["path"] != "/":
            return 403, "another site may not ask this server"
        if self._needs_token(scope) and not self._knows_token(scope, headers):
            return 403, "the token is missing or an old one; reload the page"
        return _too_large(headers)

    def _needs_token(self, scope: Scope) -> bool:
        return scope["type"] == "websocket" or scope["method"] not in _READS or scope["path"] == _BY_ADDRESS

    def _knows_token(self, scope: Scope, headers: dict[str, list[str]]) -> bool:
        told = headers.get("x-studio-token", [])
        if scope["type"] == "websocket" or scope["path"] == _BY_ADDRESS:
            told = told + parse_qs(scope["query_string"].decode("latin-1")).get("token", [])
        return any(secrets.compare_digest(one.encode(), self._token.encode()) for one in told)


def _headers(scope: Scope) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


def _too_large(headers: dict[str, list[str]]) -> tuple[int, str] | None:
    told = headers.get("content-length", ["0"])[0]
    if told.isdecimal() and int(told) > MOST_BODY_BYTES:
        return 413, f"a request may hold {MOST_BODY_BYTES >> 20} MiB at most"
    return None


async def _refuse(refusal: tuple[int, str], scope: Scope, receive: Receive, send: Send) -> None:
    status, message = refusal
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": message[:120]})
        return
    await JSONResponse({"error": message}, status, {"Connection": "close"})(scope, receive, _with_headers(send))


class TooLargeError(Exception):
    """A body went on beyond the limit."""


def _limited(receive: Receive) -> Receive:
    """What is received, no more than the limit and no slower than it; afterwards only that the client has gone."""
    seen = 0
    is_whole = False

    async def limited() -> Message:
        nonlocal seen, is_whole
        if is_whole:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), BODY_WAIT_S)
        except TimeoutError:
            return {"type": "http.disconnect"}
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            is_whole = not message.get("more_body", False)
            if seen > MOST_BODY_BYTES:
                raise TooLargeError
        return message

    return limited


def _with_headers(send: Send) -> Callable[[Message], Awaitable[None]]:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers: list[Any] = list(message.get("headers", []))
            known = {name.lower() for name, _ in headers}
            headers += [one for one in _SAFE if one[0] not in known]
            if b"content-security-policy" not in known:
                headers.append((b"content-security-policy", _NO_PAGE))
            if b"cache-control" not in known:
                headers.append((b"cache-control", b"no-store"))
            message = {**message, "headers": headers}
        await send(message)

    return sending
