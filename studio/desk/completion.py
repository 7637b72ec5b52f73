"""What may be written at a place of a script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from studio.desk.analysis import Analysis
from studio.lint.registry import all_rules
from studio.model.script import CueKind
from studio.model.source import Span
from studio.script.frontmatter import KEYS
from studio.settings.lexicons import load_lexicon
from studio.speech import READ_AS


class Offered(StrEnum):
    """What an offer is."""

    SPEAKER = "speaker"
    VOICE = "voice"
    CUE = "cue"
    SOUND = "sound"
    SETTING = "setting"
    CLASS = "class"
    TERM = "term"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Offer:
    """``text`` to be written instead of what stands on ``span``."""

    kind: Offered
    text: str
    span: Span
    detail: str = ""


_Found = Iterable[tuple[Offered, str, str]]

_SPEAKER_START = re.compile(r"(?P<typed>[^\W\d_][\w.'’ -]{0,40})?\Z")
_CUE_NAME = re.compile(r"::(?P<typed>[a-z]*)\Z")
_CUE_SETTING = re.compile(r"::(?P<cue>[a-z]+)\s*\{(?P<before>[^}\n]*?[\s\"]?)(?P<typed>[\w.-]*)\Z")
_CUE_SOUND = re.compile(r"::(?P<cue>[a-z]+)\s*\{[^}\n]*?\b(?:bed|name)\s*=\s*\"?(?P<typed>[\w.-]*)\Z")
_CLASS = re.compile(r"\{[^{}\n]*\.(?P<typed>[\w-]*)\Z")
_READ_AS = re.compile(r"\{[^{}\n]*\bas\s*=\s*\"?(?P<typed>\w*)\Z")
_RULE = re.compile(r"studio:\s*disable(?:-file)?\s*=\s*(?:[\w-]+\s*,\s*)*(?P<typed>[\w-]*)\Z")
_TERM = re.compile(r"(?<![\w.:/-])(?P<typed>[^\W\d_][\w+#.-]{1,40})\Z")
_KEY = re.compile(r"(?P<typed>[a-z]*)\Z")
_VOICE = re.compile(r"\s+[^\s:#][^:#]*:\s+(?P<typed>[\w-]*)\Z")
_TARGET = re.compile(r"\s+(?P<typed>[\w-]*)\Z")
_PARENT = re.compile(r"(?P<key>[a-z]+)\s*:")

_CUES = {
    "music": "a bed under the speech, until the next one or {stop}",
    "sting": "a short sound",
    "bumper": "a jingle",
    "pause": "silence",
}
_KIND_OF_CUE = {"music": CueKind.BED, "sting": CueKind.STINGER, "stinger": CueKind.STINGER, "bumper": CueKind.BUMPER}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something is being typed: on the line that begins at ``line_start``, which ``match`` understands."""

    analysis: Analysis
    line_start: int
    match: re.Match[str]


def completions(analysis: Analysis, offset: int) -> list[Offer]:
    """What may stand at the place ``offset``, in alphabetical order; where nothing is sure, nothing."""
    source = analysis.source
    start = source.line_starts[source.location(offset).line - 1]
    before = source.text[start:offset]
    is_front = 0 < offset < analysis.script.front_matter.end
    for pattern, find in _FRONT if is_front else _BODY:
        match = pattern.match(before) if pattern in _WHOLE_LINE else pattern.search(before)
        if match is None:
            continue
        typed = match["typed"] or ""
        span = Span(offset - len(typed), offset)
        found = [
            Offer(kind, text, span, detail)
            for kind, text, detail in find(_Place(analysis, start, match))
            if text.casefold().startswith(typed.casefold())
        ]
        if found:
            return sorted(dict.fromkeys(found), key=lambda offer: (offer.text.casefold(), offer.text))
    return []


def _rules(_place: _Place) -> _Found:
    for rule in all_rules():
        yield Offered.RULE, rule.name, rule.summary
        yield Offered.RULE, rule.code, rule.summary


def _cue_names(_place: _Place) -> _Found:
    return ((Offered.CUE, name, meaning) for name, meaning in _CUES.items())


def _sounds(place: _Place) -> _Found:
    kind = _KIND_OF_CUE.get(place.match["cue"])
    for name, asset in place.analysis.show.assets.items():
        if asset.kind is kind:
            yield Offered.SOUND, name, asset.path.name


def _cue_settings(place: _Place) -> _Found:
    cue = place.match["cue"]
    if cue not in _KIND_OF_CUE:
        return
    if not place.match["before"].strip():
        if cue == "music":
            yield Offered.SETTING, "stop", "the bed ends here"
            yield Offered.SETTING, "bed=", "which bed"
        else:
            yield from _sounds(place)
    yield Offered.SETTING, "fade=", "seconds, such as 2s"
    yield Offered.SETTING, "gain=", "decibels, such as -6dB"


def _classes(place: _Place) -> _Found:
    yield from ((Offered.CLASS, pillar.id, pillar.name) for pillar in place.analysis.show.pillars)
    yield from ((Offered.CLASS, mark.id, mark.name) for mark in place.analysis.show.marks)


def _kinds(_place: _Place) -> _Found:
    return ((Offered.SETTING, kind, f"read as {kind}") for kind in READ_AS)


def _speakers(place: _Place) -> _Found:
    spoken = {block.speaker for section in place.analysis.script.sections for block in section.blocks if block.speaker}
    casting = {name.upper(): voice for name, voice in place.analysis.script.episode.speakers.items()}
    known = {name.upper() for name in spoken}
    more = [
        name
        for name in (*place.analysis.script.episode.speakers, *place.analysis.show.speakers)
        if name.upper() not in known
    ]
    for name in (*spoken, *more):
        voice = (
            casting.get(name.upper()) or place.analysis.show.speakers.get(name.upper()) or place.analysis.show.narrator
        )
        yield Offered.SPEAKER, f"{name}: ", f"voice {voice}"


def _terms(place: _Place) -> _Found:
    for entry in load_lexicon(place.analysis.show.lexicons, place.analysis.show.root).entries:
        yield Offered.TERM, entry[1].word, entry[1].sound.respelling or entry[1].sound.ipa or ""
    for word, sound in place.analysis.script.episode.lexicon.items():
        yield Offered.TERM, word, sound


def _keys(_place: _Place) -> _Found:
    return ((Offered.SETTING, f"{key}: ", meaning) for key, meaning in KEYS.items())


def _voices(place: _Place) -> _Found:
    if _parent(place) in ("speakers", "voices"):
        yield from ((Offered.VOICE, name, voice.description) for name, voice in place.analysis.show.voices.items())


def _below(place: _Place) -> _Found:
    parent = _parent(place)
    if parent == "targets":
        for _, name, detail in _classes(place):
            yield Offered.CLASS, f"{name}: ", detail
    elif parent in ("speakers", "voices"):
        for _, name, detail in _speakers(place):
            yield Offered.SPEAKER, name, detail


def _parent(place: _Place) -> str:
    """The key of the front matter under which an indented line stands."""
    for line in reversed(place.analysis.source.text[: place.line_start].splitlines()):
        if key := _PARENT.match(line):
            return key["key"]
    return ""


_Finder = Callable[[_Place], _Found]
_BODY: tuple[tuple[re.Pattern[str], _Finder], ...] = (
    (_RULE, _rules),
    (_CUE_SOUND, _sounds),
    (_CUE_SETTING, _cue_settings),
    (_CUE_NAME, _cue_names),
    (_READ_AS, _kinds),
    (_CLASS, _classes),
    (_SPEAKER_START, _speakers),
    (_TERM, _terms),
)
_FRONT: tuple[tuple[re.Pattern[str], _Finder], ...] = ((_KEY, _keys), (_VOICE, _voices), (_TARGET, _below))
#: What counts only from the line's first character on.
_WHOLE_LINE = frozenset((_SPEAKER_START, _CUE_NAME, _CUE_SETTING, _CUE_SOUND, _KEY, _VOICE, _TARGET))
