"""Why the same words sound otherwise: a lexicon, a voice, its engine, another take."""

from __future__ import annotations

from collections.abc import Iterator

from studio.changes.model import Kind
from studio.changes.version import Passage
from studio.changes.words import differences

_NONE = "as the voice says it"


def why(before: Passage, after: Passage) -> tuple[tuple[Kind, ...], tuple[str, ...]]:
    """What makes the take of two passages another one, but for the words themselves: kinds, and causes in words."""
    found = [*_pronunciation(before, after), *_reading(before, after), *_speaker(before, after), *_take(before, after)]
    return tuple(dict.fromkeys(kind for kind, _ in found)), tuple(dict.fromkeys(cause for _, cause in found if cause))


def _pronunciation(before: Passage, after: Passage) -> Iterator[tuple[Kind, str]]:
    """Words on both sides that are said otherwise now; what is said of a word in one text holds for all of it."""
    was, now = ({word: said for word, *said in one.says} for one in (before, after))
    for word in dict.fromkeys((*was, *now)):
        if was.get(word) != now.get(word) and word in before.spoken and word in after.spoken:
            yield Kind.PRONUNCIATION, f"lexicon: {word} {_said(was.get(word))} → {_said(now.get(word))}"


def _reading(before: Passage, after: Passage) -> Iterator[tuple[Kind, str]]:
    """What is written as it was and read otherwise: by the house style, by the author's word, by another studio."""
    if before.written == after.written:
        for was, now in differences(before.spoken, after.spoken):
            yield Kind.TEXT, f"reading: “{was}” → “{now}”"


def _speaker(before: Passage, after: Passage) -> Iterator[tuple[Kind, str]]:
    if before.speaker != after.speaker:
        yield Kind.SPEAKER, ""
    elif before.voice != after.voice:
        yield Kind.VOICE, f"speaker {after.speaker or 'narrator'}: voice {before.voice} → {after.voice}"


def _take(before: Passage, after: Passage) -> Iterator[tuple[Kind, str]]:
    was, now = before.made_from, after.made_from
    if was.get("take") != now.get("take") or was.get("recording") != now.get("recording"):
        yield Kind.TAKE, ""
    if before.voice != after.voice or "recording" in was or "recording" in now:
        return
    voice = f"voice {after.voice}"
    if was.get("engine") != now.get("engine"):
        yield Kind.VOICE, f"{voice}: engine {was.get('engine')} → {now.get('engine')}"
        return
    if was.get("engine_version") != now.get("engine_version"):
        versions = f"{was.get('engine_version')} → {now.get('engine_version')}"
        yield Kind.VOICE, f"{voice}: {now.get('engine')} {versions}"
    if was.get("model") != now.get("model"):
        yield Kind.VOICE, f"{voice}: another model"
    settings = was.get("settings", {}), now.get("settings", {})
    for name in dict.fromkeys((*settings[0], *settings[1])):
        if settings[0].get(name) != settings[1].get(name):
            yield Kind.VOICE, f"{voice}: {name} {settings[0].get(name)} → {settings[1].get(name)}"
    if was.get("format") != now.get("format"):
        yield Kind.VOICE, "studio makes takes differently now"


def _said(how: list[str | None] | None) -> str:
    shown = " ".join(f"/{part}/" if index == 0 else f"“{part}”" for index, part in enumerate(how or ()) if part)
    return shown or f"({_NONE})"
