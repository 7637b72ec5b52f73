"""Flags set while listening."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request

from studio.live.rows import Row
from studio.live.sitting import Sitting
from studio.takes.choices import choice_id
from studio.web.desk.answers import BadRequestError, body, number_of, text_of
from studio.web.desk.site import Site


async def listing(site: Site, request: Request) -> Any:
    """An episode's flags, each with the place where its sentence stands now."""
    sitting = await site.sitting(request, request.query_params.get("episode", ""))
    found = await asyncio.to_thread(site.flags.of, sitting.files.id)
    now = {choice_id(row.plan.segment): index for index, row in reversed([*enumerate(_rows(sitting))]) if row.plan}
    return {"flags": [{**flag.as_json(), "index": now.get(flag.sentence)} for flag in found]}


async def add(site: Site, request: Request) -> Any:
    """Flag a word, or a sentence."""
    asked = await body(
        request,
        episode=str,
        index=int,
        of=(str, type(None)),
        word=(str, type(None)),
        at_s=(int, float, type(None)),
        note=(str, type(None)),
    )
    sitting = await site.sitting(request, asked["episode"])
    index = sitting.place(asked["index"], asked["of"] or "")
    plan = None if index is None else _rows(sitting)[index].plan
    at_s = float(asked["at_s"] or 0.0)
    if plan is None or not 0.0 <= at_s < 1e6:
        raise BadRequestError("nothing is spoken at that place")
    values = {name: text_of(asked[name] or "") for name in ("word", "note")}
    values["text"] = plan.segment.written
    segment = choice_id(plan.segment)
    flag = await asyncio.to_thread(site.flags.add, sitting.files.id, segment, {**values, "at_s": at_s})
    return {**flag.as_json(), "index": index}


async def remove(site: Site, request: Request) -> Any:
    """Take a flag away."""
    await asyncio.to_thread(site.flags.remove, number_of(request, "number"))
    return {}


def _rows(sitting: Sitting) -> tuple[Row, ...]:
    return sitting.view.rows if sitting.view else ()
