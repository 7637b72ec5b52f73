"""Every address of the API: what answers it, what it takes and gives, and the OpenAPI text of that."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from studio import __version__
from studio.web.desk import drafting, episodes, flagging, speaking, takes, work
from studio.web.desk.forms import (
    EVENTS,
    FLAG,
    MAYBE_NUMBER,
    MAYBE_TEXT,
    REPORTS,
    TEXT,
    WHOLE,
    Form,
    many,
    named,
    one_of,
    record,
)
from studio.web.desk.site import Site

Handle = Callable[[Site, Request], Awaitable[Any]]

_PARAMETER = re.compile(r"\{(\w+)\}")
_WHOLE = ("index", "number")


@dataclass(frozen=True, slots=True)
class Address:
    """One address by one method.

    Attributes:
        method: of HTTP.
        path: with names of its variable parts in braces.
        handle: what answers.
        gives: name of the report; or the media type of what is no JSON.
        takes: form of the body; None where there is none.
        asks: names of what may stand behind the question mark.
    """

    method: str
    path: str
    handle: Handle
    gives: str
    takes: Form | None = None
    asks: tuple[str, ...] = ()

    @property
    def meaning(self) -> str:
        """What it is for, in a sentence."""
        return (self.handle.__doc__ or "").strip().splitlines()[0]


async def openapi(_site: Site, _request: Request) -> Any:
    """This description."""
    return document()


_SEGMENTS = {
    "anyOf": [many(WHOLE), one_of("all"), record(around=WHOLE, _count=WHOLE)],
    "description": "Indexes of rows, the most wanted first; or `all`; or the row around which to begin, and how many.",
}

ADDRESSES = (
    Address("GET", "/api/openapi.json", openapi, "OpenAPI"),
    Address("GET", "/api/show", episodes.show, "Show"),
    Address("GET", "/api/episodes/{id}", episodes.episode, "Episode"),
    Address("PUT", "/api/episodes/{id}", episodes.put_episode, "Saved", record(text=TEXT, revision=TEXT)),
    Address("POST", "/api/episodes/{id}/make", episodes.make, "Missing", record(segments=_SEGMENTS)),
    Address("GET", "/api/episodes/{id}/drafts", drafting.listing, "Drafts"),
    Address("DELETE", "/api/episodes/{id}/drafts/{name}", drafting.drop, "Nothing"),
    Address("GET", "/api/episodes/{id}/takes/{index}", takes.takes_of, "Takes", asks=("of",)),
    Address(
        "POST",
        "/api/episodes/{id}/takes/{index}",
        takes.act_on_takes,
        "Takes",
        record(action=one_of("retake", "choose", "lock", "unlock", "revert"), _key=MAYBE_TEXT, _of=MAYBE_TEXT),
    ),
    Address("GET", "/api/events", episodes.events, "text/event-stream", asks=("episode", "token", "client")),
    Address("GET", "/api/takes/{key}.wav", takes.sound, "audio/wav"),
    Address("GET", "/api/takes/{key}/peaks", takes.peaks, "Peaks"),
    Address("GET", "/api/episodes/{id}/outlines", takes.outlines, "Outlines", asks=("keys",)),
    Address("GET", "/api/voices", speaking.voices, "Voices"),
    Address("POST", "/api/say", speaking.say, "Said", record(text=TEXT, _voice=MAYBE_TEXT)),
    Address(
        "POST",
        "/api/pronunciation",
        speaking.pronounce,
        "Pronounced",
        record(term=TEXT, _say=MAYBE_TEXT, _ipa=MAYBE_TEXT, apply=FLAG),
    ),
    Address("GET", "/api/flags", flagging.listing, "Flags", asks=("episode",)),
    Address(
        "POST",
        "/api/flags",
        flagging.add,
        "Flag",
        record(episode=TEXT, index=WHOLE, _of=MAYBE_TEXT, _word=MAYBE_TEXT, _at_s=MAYBE_NUMBER, _note=MAYBE_TEXT),
    ),
    Address("DELETE", "/api/flags/{number}", flagging.remove, "Nothing"),
    Address("GET", "/api/jobs", work.listing, "Jobs"),
    Address(
        "POST",
        "/api/jobs",
        work.start,
        "Begun",
        record(kind=one_of("render", "publish", "verify"), episodes=many(TEXT)),
    ),
    Address("POST", "/api/jobs/{name}", work.go_on, "Job"),
    Address("DELETE", "/api/jobs/{name}", work.cancel, "Job"),
)


def document() -> dict[str, Any]:
    """The OpenAPI text of the whole API."""
    paths: dict[str, Any] = {}
    for address in ADDRESSES:
        paths.setdefault(address.path, {})[address.method.lower()] = _operation(address)
    told = {name: {"description": meaning, "schema": named(form)} for name, (form, meaning) in EVENTS.items()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "studio desk", "version": __version__},
        "paths": paths,
        "components": {
            "schemas": REPORTS,
            "securitySchemes": {"token": {"type": "apiKey", "in": "header", "name": "X-Studio-Token"}},
        },
        "x-events": told,
    }


def _operation(address: Address) -> dict[str, Any]:
    found: dict[str, Any] = {
        "summary": address.meaning,
        "operationId": f"{address.handle.__module__.rpartition('.')[2]}_{address.handle.__name__}",
        "responses": _responses(address),
    }
    parameters = [_parameter(name, "path") for name in _PARAMETER.findall(address.path)]
    parameters += [_parameter(name, "query") for name in address.asks]
    if parameters:
        found["parameters"] = parameters
    if address.takes is not None:
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": address.takes}}}
    if address.method != "GET":
        found["security"] = [{"token": []}]
    return found


def _responses(address: Address) -> dict[str, Any]:
    if "/" in address.gives:
        content: dict[str, Any] = {address.gives: {"schema": {"type": "string"}}}
    else:
        form = {"type": "object"} if address.gives == "OpenAPI" else named(address.gives)
        content = {"application/json": {"schema": form}}
    failed = {"application/json": {"schema": named("Error")}}
    found = {
        "200": {"description": "done", "content": content},
        "default": {"description": "what went wrong, and what to do", "content": failed},
    }
    if address.handle is episodes.put_episode:
        conflict = {"application/json": {"schema": named("Conflict")}}
        found["409"] = {"description": "the file is not at that revision any more", "content": conflict}
    return found


def _parameter(name: str, place: str) -> dict[str, Any]:
    form = WHOLE if name in _WHOLE else TEXT
    return {"name": name, "in": place, "required": place == "path", "schema": form}
