"""The application: addresses, what answers them, and the page."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from studio.web.desk.addresses import ADDRESSES
from studio.web.desk.answers import answering, failure
from studio.web.desk.guard import Guard
from studio.web.desk.language import Languages
from studio.web.desk.site import Site
from studio.web.desk.watch import follow

PAGE = Path(__file__).parents[1] / "desk_page"


def make_desk(site: Site, hosts: Collection[str]) -> ASGIApp:
    """The guarded application of a desk.

    Args:
        site: what is open.
        hosts: names, with ports, by which it may be asked.
    """

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        site.start()
        following = asyncio.ensure_future(follow(site))
        try:
            yield
        finally:
            following.cancel()
            await site.stop()

    routes: list[Any] = [Route(one.path, answering(site, one.handle), methods=[one.method]) for one in ADDRESSES]
    routes += [
        WebSocketRoute("/api/lsp", Languages(site).serve),
        Route("/", answering(site, page)),
        Route("/episodes/{id}", answering(site, page)),
        Mount("/static", _Files(directory=PAGE)),
    ]
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers={404: _nothing, 405: _nothing})
    return Guard(app, hosts, site.token)


async def page(site: Site, request: Request) -> Response:
    """The page of an episode."""
    asked = request.path_params.get("id") or request.query_params.get("episode") or site.first
    show = await site.on_desk(site.live.show)
    name = (await site.episode(asked)).id if asked else await site.first_episode()
    nonce = secrets.token_urlsafe(16)
    text = _template().render(token=site.token, nonce=nonce, episode=name, show_title=show.title)
    return HTMLResponse(text, headers={"Content-Security-Policy": _policy(request, nonce)})


def _template() -> Any:
    import jinja2

    loader = jinja2.FileSystemLoader(PAGE)
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined).get_template(
        "desk.html"
    )


def _policy(request: Request, nonce: str) -> str:
    host = request.headers["host"]
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' 'nonce-{nonce}'",
            f"connect-src 'self' ws://{host}",
            "media-src 'self' blob:",
            "img-src 'self' data:",
            "font-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )


class _Files(StaticFiles):
    """The page's files but for its template and for what is hidden; links are not followed."""

    async def get_response(self, path: str, scope: Any) -> Response:
        """A file."""
        if path.endswith(".html") or any(part.startswith(".") for part in Path(path).parts):
            return failure(404, "there is no such file")
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


async def _nothing(_request: Request, error: Any) -> Response:
    return failure(error.status_code, "there is nothing at this address, or not by this method")
