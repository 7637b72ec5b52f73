"""Jobs: begun by a page, done whether or not it stays."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from studio.live.aftermath import JobKind
from studio.web.desk.answers import BadRequestError, body
from studio.web.desk.site import Site


async def start(site: Site, request: Request) -> Any:
    """Begin to render, publish or verify."""
    asked = await body(request, kind=str, episodes=list)
    names = asked["episodes"]
    if asked["kind"] not in tuple(JobKind):
        raise BadRequestError(f"`kind` has to be one of {', '.join(JobKind)}")
    if not names or not all(isinstance(name, str) for name in names):
        raise BadRequestError("`episodes` has to be a list of ids")
    ids = [(await site.episode(name)).id for name in dict.fromkeys(names)]
    return {"id": site.jobs.start(JobKind(asked["kind"]), tuple(ids)).id}


async def listing(site: Site, _request: Request) -> Any:
    """Every job that is remembered."""
    return {"jobs": [job.as_json() for job in site.jobs.all()]}


async def go_on(site: Site, request: Request) -> Any:
    """Do again what was interrupted, failed or given up."""
    return site.jobs.go_on(request.path_params["name"]).as_json()


async def cancel(site: Site, request: Request) -> Any:
    """Give a job up."""
    return site.jobs.cancel(request.path_params["name"]).as_json()
