"""Takes as sounds that a browser plays."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from studio.kit.errors import ConfigurationError, StudioError
from studio.live.outlines import PER_S
from studio.live.retakes import TakeAction, Takes
from studio.live.rows import State
from studio.live.sitting import Sitting
from studio.web.desk.answers import BadRequestError, body, number_of
from studio.web.desk.site import Site
from studio.web.desk.streams import as_text

_KEY = re.compile(r"[0-9a-f]{64}")
_IMMUTABLE = {"Cache-Control": "private, max-age=31536000, immutable"}
_PEAKS = 400
_MOST_KEYS = 64


async def sound(site: Site, request: Request) -> Any:
    """A take as a WAV file."""
    take = await _load(site, request)

    from studio.audio.wav import wav_bytes

    data = wav_bytes(take.samples, take.rate_hz)
    return Response(data, media_type="audio/wav", headers=_IMMUTABLE)


async def peaks(site: Site, request: Request) -> Any:
    """The outline of a take: for each of equal stretches the sample that is farthest from silence."""
    import numpy as np

    take = await _load(site, request)
    count = min(_PEAKS, len(take.samples))
    found = []
    for part in np.array_split(take.samples, count) if count else ():
        found.append(round(float(part[np.abs(part).argmax()]), 3))
    length_s = len(take.samples) / take.rate_hz
    return Response(
        as_text({"peaks": found, "duration_s": length_s}), media_type="application/json", headers=_IMMUTABLE
    )


async def outlines(site: Site, request: Request) -> Any:
    """The waveforms of an episode's takes at a glance: of those in ``keys``, by commas, or of all that are made."""
    sitting = await site.sitting(request, request.path_params["id"])
    asked = request.query_params.get("keys", "")
    view = sitting.view
    keys = [key for key in dict.fromkeys(asked.split(",")) if _KEY.fullmatch(key)][:_MOST_KEYS]
    if not asked and view is not None:
        keys = [one.row.key for one in sitting.standings(view) if one.row.key and one.sound.state is State.FRESH]
    found = await asyncio.to_thread(site.outlines.of, site.live.store, keys)
    return {"per_s": PER_S, "takes": found}


async def _load(site: Site, request: Request) -> Any:
    key = request.path_params["key"]
    if not _KEY.fullmatch(key):
        raise StudioError("take-lost", "there is no such take")
    try:
        return await asyncio.to_thread(site.live.store.load, key)
    except StudioError:
        for sitting in site.live.sittings():
            sitting.lost(key)
        raise


async def takes_of(site: Site, request: Request) -> Any:
    """The takes of a sentence; none where ``of``, the key that it has on the page, is no sentence's any more."""
    sitting = await site.sitting(request, request.path_params["id"])
    index = _place(sitting, request, request.query_params.get("of"))
    if index is None:
        return {"takes": []}
    return await site.on_desk(lambda: takes_json(site.retakes.of(sitting, index)))


async def act_on_takes(site: Site, request: Request) -> Any:
    """Make another take, choose one, lock it, unlock it, go back to the one before; ``of`` as in :func:`takes_of`."""
    sitting = await site.sitting(request, request.path_params["id"])
    asked = await body(request, action=str, key=(str, type(None)), of=(str, type(None)))
    index = _place(sitting, request, asked["of"])
    if index is None:
        raise ConfigurationError("no-such-segment", "this passage has become another one", hint="Try again.")
    if asked["action"] not in tuple(TakeAction):
        raise BadRequestError(f"`action` has to be one of {', '.join(TakeAction)}")
    action = TakeAction(asked["action"])
    await asyncio.to_thread(site.retakes.act, sitting, index, action, asked["key"] or "")
    sitting.look_again()
    return await site.on_desk(lambda: takes_json(site.retakes.of(sitting, index)))


def _place(sitting: Sitting, request: Request, of: str | None) -> int | None:
    """The row that a request is about; None where ``of`` is no sentence's any more."""
    index = number_of(request, "index")
    return sitting.place(index, of) if of else index


def takes_json(takes: Takes) -> dict[str, Any]:
    """Takes for a page."""
    return {
        "takes": [
            {
                "take": one.take,
                "key": one.key,
                "chosen": one.chosen,
                "locked": one.chosen and takes.locked,
                "made": one.info is not None,
                "duration_s": round(one.info.length_samples / one.info.rate_hz, 3) if one.info else None,
                "flaws": list(one.info.flaws) if one.info else [],
                "recording": one.recording,
            }
            for one in takes.listings
        ]
    }
