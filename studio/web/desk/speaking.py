"""Voices, a text in any of them, and how a word is said."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request

from studio.actions.say import said_segment
from studio.kit.errors import StudioError
from studio.kit.inputs import unsaved
from studio.live import words
from studio.live.maker import wanted
from studio.live.team import own_takes
from studio.model.show import Show
from studio.model.source import Source
from studio.settings.episodes import relative_path
from studio.settings.text import read_text
from studio.takes import TakePlan, plan_takes
from studio.voices.casting import survey_voices
from studio.web.desk.answers import BadRequestError, body, text_of
from studio.web.desk.site import Site, client_of

_LONGEST_TEXT, _LONGEST_WORD = 2000, 100


async def voices(site: Site, _request: Request) -> Any:
    """The show's voices and whether they can speak here."""

    def look() -> Any:
        show = site.live.show()
        return [
            {
                "name": one.voice.name,
                "engine": one.voice.engine,
                "description": one.voice.description,
                "language": one.voice.language,
                "usable": one.usable,
                "problem": one.problem,
                "instead": one.instead,
                "is_narrator": one.voice.name == show.narrator,
            }
            for one in survey_voices(show.voices, show.root)
        ]

    return {"voices": await site.on_desk(look)}


async def say(site: Site, request: Request) -> Any:
    """A text in a voice."""
    asked = await body(request, text=str, voice=(str, type(None)))
    text = text_of(asked["text"]).strip()
    if not text or len(text) > _LONGEST_TEXT:
        raise BadRequestError(f"`text` has to hold 1 to {_LONGEST_TEXT} characters")
    show = await site.on_desk(site.live.show)
    plan, spoken = await asyncio.to_thread(_said, show, text, asked["voice"])
    await _made(site, plan, show)
    return {"spoken": spoken, "key": plan.key}


async def pronounce(site: Site, request: Request) -> Any:
    """Hear a word said otherwise and what that would make again; write it where that is wanted."""
    asked = await body(request, term=str, say=(str, type(None)), ipa=(str, type(None)), apply=bool)
    term = text_of(asked["term"]).strip()
    sound = f"/{asked['ipa'].strip('/ ')}/" if asked["ipa"] else text_of(asked["say"] or "").strip()
    if not 0 < len(term) <= _LONGEST_WORD or not 0 < len(sound) <= _LONGEST_WORD:
        raise BadRequestError("the word (`term`) and how it is said (`say` or `ipa`) may have 1 to 100 characters each")
    if not (term.isprintable() and sound.isprintable()):
        raise BadRequestError("the word, or how it is said, holds a character that cannot be written")
    show, scripts, ids = await site.on_desk(lambda: _scripts(site, client_of(request)))
    found = await asyncio.to_thread(words.rewritten, show, term, sound)
    if not found.path.resolve().is_relative_to(show.root.resolve()):
        raise StudioError("no-lexicon", "the lexicon lies outside the show's folder", where=found.path.name)
    changes = await asyncio.to_thread(words.affected, show, found, scripts, term)
    plan = await asyncio.to_thread(_said_with, show, term, found)
    await _made(site, plan, show)
    if asked["apply"]:
        await asyncio.to_thread(words.write, found)
        site.show_changed(found.path.resolve())
    return {
        "affected": {ids[path]: indexes for path, indexes in changes.items()},
        "count": sum(map(len, changes.values())),
        "lexicon": relative_path(show, found.path),
        "sound": f"/api/takes/{plan.key}.wav",
        "applied": asked["apply"],
    }


def _scripts(site: Site, client: str) -> tuple[Show, list[Source], dict[str, str]]:
    """The show, each script with its text as typed, and path → id."""
    show, found, ids = site.live.show(), [], {}
    for files in site.live.episodes():
        shown = relative_path(show, files.script)
        typed = site.live.text(client, files.script)
        try:
            found.append(Source(shown, typed) if typed is not None else read_text(show, files.script))
        except StudioError:  # no script that could be rendered
            continue
        ids[shown] = files.id
    return show, found, ids


def _said(show: Show, text: str, voice: str | None) -> tuple[TakePlan, str]:
    spoken, segment = said_segment(show, text, voice)
    if not spoken.text.strip():
        raise BadRequestError("nothing of this text is spoken")
    (plan,) = plan_takes([segment], show, own_takes(show), compared=False)
    return plan, spoken.text


def _said_with(show: Show, term: str, found: words.Rewritten) -> TakePlan:
    """The word alone, by a lexicon that is not written yet."""
    with unsaved({found.path.absolute(): found.data}):
        return _said(show, term, None)[0]


async def _made(site: Site, plan: TakePlan, show: Show) -> None:
    if not plan.present:
        make = wanted(plan, show, own_takes(show)).make
        await asyncio.to_thread(site.live.maker.call, f"say {plan.key}", make)
