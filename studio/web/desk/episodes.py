"""The show, its episodes and their texts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from sse_starlette import EventSourceResponse
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from studio.kit.inputs import real
from studio.live.rows import RowKind
from studio.live.saving import on_disk, save
from studio.live.sitting import Sitting
from studio.settings.episodes import relative_path
from studio.settings.head import read_head
from studio.web.desk.answers import BadRequestError, body, failure, text_of
from studio.web.desk.site import Site, client_of, happenings
from studio.web.desk.streams import Hub, Mailbox, as_text
from studio.web.desk.wire import show_json

#: Silence after which a stream says that it is still there, and how long a page may take to read.
_PING_S, _SLOW_S = 15, 20.0


async def show(site: Site, _request: Request) -> Any:
    """The show and its episodes."""

    def look() -> Any:
        now = site.live.show()
        found = site.live.episodes()
        return show_json(now, [(one, read_head(one.script).title or one.id) for one in found])

    return await site.on_desk(look)


async def episode(site: Site, request: Request) -> Any:
    """An episode with its text."""
    files = await site.episode(request.path_params["id"])

    def look() -> Any:
        found, now = on_disk(files.script), site.live.show()
        site.known[real(files.script)] = found.revision
        return {
            "id": files.id,
            "title": read_head(files.script).title or files.id,
            "script": relative_path(now, files.script),
            "uri": files.script.absolute().as_uri(),
            "text": found.text,
            "revision": found.revision,
        }

    return await site.on_desk(look)


async def put_episode(site: Site, request: Request) -> Any:
    """Save a text, where the file is what the page thinks it is."""
    files = await site.episode(request.path_params["id"])
    asked = await body(request, text=str, revision=str)
    text = text_of(asked["text"])
    saved = await site.on_desk(lambda: save(files.script, text, asked["revision"]))
    site.saved(files, saved)
    await asyncio.to_thread(site.drafts.keep)
    return {"revision": saved.revision}


async def make(site: Site, request: Request) -> Any:
    """Make missing takes, the most wanted first."""
    asked = (await body(request, segments=(list, str, dict)))["segments"]
    sitting = await site.sitting(request, request.path_params["id"])

    def want() -> int:
        rows = sitting.view.rows if sitting.view else ()
        spoken = [index for index, row in enumerate(rows) if row.kind is RowKind.SPEECH]
        return sitting.want(_indexes(asked, spoken))

    return {"missing": await site.on_desk(want)}


async def events(site: Site, request: Request) -> Response:
    """What happens to an episode, as it happens."""
    sitting = await site.sitting(request, request.query_params.get("episode", ""))
    box = site.hub.listen(client_of(request), sitting.files.id)
    if box is None:
        return failure(503, "too many pages listen; close some")

    async def told() -> AsyncIterator[dict[str, str]]:
        _begin(site, box, sitting)
        async for message in box:
            yield message

    return _Stream(site.hub, box, told())


class _Stream(EventSourceResponse):
    """A stream of events that gives its mailbox back however it ends."""

    def __init__(self, hub: Hub, box: Mailbox, told: AsyncIterator[dict[str, str]]) -> None:
        super().__init__(told, ping=_PING_S, send_timeout=_SLOW_S)
        self._hub, self._box = hub, box

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell until the page goes."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._hub.leave(self._box)


def _begin(site: Site, box: Mailbox, sitting: Sitting) -> None:
    """Leave what holds now."""
    if sitting.view is not None:
        for event, matter, text in happenings(sitting, sitting.view):
            box.put(event, matter, text)
    for job in site.jobs.all():
        box.put("job", job.id, as_text(job.as_json()))


def _indexes(asked: Any, spoken: list[int]) -> list[int]:
    if asked == "all":
        return spoken
    if isinstance(asked, dict):
        around, count = _number(asked.get("around")), _number(asked.get("count", 10))
        return sorted((one for one in spoken if one >= around - 1), key=lambda one: abs(one - around))[: max(0, count)]
    if isinstance(asked, str):
        raise BadRequestError("`segments` has to be a list of indexes, `all`, or around which to make how many")
    return [_number(one) for one in asked]


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadRequestError("indexes and counts have to be whole numbers")
    return value
