"""Drafts: text that was typed and not saved, offered to whoever opens its episode next."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request

from studio.web.desk.site import Site


async def listing(site: Site, request: Request) -> Any:
    """Texts of an episode that pages which have gone did not save, the latest first."""
    script = (await site.episode(request.path_params["id"])).script
    writing = site.live.writing(script)
    found = await asyncio.to_thread(site.drafts.of, script, writing)
    return {
        "drafts": [
            {"name": one.name, "text": one.text, "revision": one.revision, "at": one.at, "is_old": is_old}
            for one, is_old in found
        ],
        "writing": writing,
    }


async def drop(site: Site, request: Request) -> Any:
    """Forget a draft."""
    script = (await site.episode(request.path_params["id"])).script
    await asyncio.to_thread(site.drafts.drop, script, request.path_params["name"])
    return {}
