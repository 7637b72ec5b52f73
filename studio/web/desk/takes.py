"""Takes as sounds that a browser plays."""

from __future__ import annotations

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from studio.kit.errors import StudioError
from studio.web.desk.site import Site

_KEY = re.compile(r"[0-9a-f]{64}")
_IMMUTABLE = {"Cache-Control": "private, max-age=31536000, immutable"}
_PEAKS = 400


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
    return Response(_json({"peaks": found, "duration_s": length_s}), media_type="application/json", headers=_IMMUTABLE)


async def _load(site: Site, request: Request) -> Any:
    key = request.path_params["key"]
    if not _KEY.fullmatch(key):
        raise StudioError("take-lost", "there is no such take")
    store = await site.store()
    try:
        return store.load(key)
    except StudioError:
        for sitting in site.live.sittings():
            sitting.lost(key)
        raise


def _json(value: Any) -> str:
    from studio.web.desk.streams import as_text

    return as_text(value)
