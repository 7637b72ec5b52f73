"""Cue lines: ``::music{bed="theme" fade=3s}``, ``::sting{hit}``, ``::bumper{close}``, ``::pause{2s}``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio.model.script import Cue, CueKind
from studio.model.source import Span
from studio.script.attributes import Attribute, Attributes, parse_attributes
from studio.script.problems import BAD_CUE, LONG_PAUSE, Problems, did_you_mean

if TYPE_CHECKING:
    from studio.script.lines import Region

CUE_LINE = re.compile(r"::(?P<name>[A-Za-z][\w-]*)[ \t]*(?P<rest>.*)$")

_ASSET_CUES = {"sting": CueKind.STINGER, "stinger": CueKind.STINGER, "bumper": CueKind.BUMPER}
_NAMES = ("music", "sting", "bumper", "pause")
_SECONDS = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>ms|s)")
_DECIBELS = re.compile(r"(?P<number>[+-]?\d+(?:\.\d+)?)(?:dB)?")

GAIN_DB = (-60.0, 12.0)
"""The least and greatest gain of a cue, in decibels; the same as for a sound in ``studio.yaml``."""

LONGEST_S = 60.0
"""The longest fade, and the longest pause, in seconds."""

LONG_PAUSE_S = 10.0
"""A longer pause is taken for a slip of the unit."""


def parse_cue(region: Region, problems: Problems) -> Cue | None:
    """The cue on a line that begins with ``::``; None, and a problem, where it makes no sense."""
    line = region.text.rstrip()
    match = CUE_LINE.match(line)
    if match is None:
        problems.add(
            BAD_CUE, region.span(0, len(line)), "This cue has no name", 'write for example ::music{bed="name"}'
        )
        return None
    name = match["name"].lower()
    if name not in (*_NAMES, *_ASSET_CUES):
        span = region.span(*match.span("name"))
        problems.add(BAD_CUE, span, f"“{match['name']}” is not a cue", did_you_mean(name, _NAMES))
        return None
    attributes = parse_attributes(line, match.start("rest"))
    if attributes is None or line[attributes.end :].strip():
        span = region.span(match.end("name"), len(line)) if match["rest"] else region.span(0, len(line))
        problems.add(BAD_CUE, span, "A cue needs its settings in one pair of braces", _example(name))
        return None
    return _CueReader(region, problems, region.span(0, len(line))).read(name, attributes)


class _CueReader:
    """Reads the settings of one cue."""

    def __init__(self, region: Region, problems: Problems, span: Span) -> None:
        self._region = region
        self._problems = problems
        self._span = span
        self._ok = True

    def read(self, name: str, attributes: Attributes) -> Cue | None:
        words = [item for item in attributes.items if item.kind == "word"]
        pairs = {item.key: item for item in attributes.items if item.kind == "pair"}
        for item in attributes.items:
            if item.kind in ("id", "class"):
                self._refuse(item, "A cue takes no ids and no classes", name)
        cue = self._pause(words, pairs) if name == "pause" else self._sound(name, words, pairs)
        for item in (*words, *pairs.values()):
            self._refuse(item, f"“{item.key}” means nothing to ::{name}", name)
        return cue if self._ok else None

    def _pause(self, words: list[Attribute], pairs: dict[str, Attribute]) -> Cue | None:
        item = words.pop(0) if words else pairs.pop("length", None)
        length_s = self._seconds(item, "pause") if item else None
        if length_s is None:
            if self._ok:
                self._problems.add(BAD_CUE, self._span, "This pause has no length", _example("pause"))
            return None
        if item is not None and length_s > LONG_PAUSE_S:
            written = item.value or item.key
            self._problems.add(
                LONG_PAUSE,
                self._region.span(item.start, item.end),
                f"A pause of {written} sounds like the end",
                f"did you mean {written[:-1]}ms?" if written[-2] != "m" else f"at most {LONG_PAUSE_S:g}s is usual",
            )
        return Cue(CueKind.PAUSE, self._span, length_s=length_s)

    def _sound(self, name: str, words: list[Attribute], pairs: dict[str, Attribute]) -> Cue | None:
        fade_item, gain_item = pairs.pop("fade", None), pairs.pop("gain", None)
        fade_s = self._seconds(fade_item, name) if fade_item else None
        gain_db = self._decibels(gain_item, name) if gain_item else None
        if name == "music":
            if words and words[0].key == "stop":
                words.pop(0)
                return Cue(CueKind.BED_STOP, self._span, fade_s=fade_s, gain_db=gain_db)
            kind, asset = CueKind.BED, pairs.pop("bed", None)
        else:
            kind, asset = _ASSET_CUES[name], pairs.pop("name", None)
        asset_name = asset.value if asset else words.pop(0).key if words else ""
        if not asset_name:
            self._problems.add(BAD_CUE, self._span, f"This ::{name} names no sound", _example(name))
            self._ok = False
        return Cue(kind, self._span, asset_name, fade_s, gain_db)

    def _seconds(self, item: Attribute, name: str) -> float | None:
        match = _SECONDS.fullmatch(item.value or item.key)
        if match is None:
            self._refuse(item, f"“{_shortened(item.value or item.key)}” is not a time such as 2s or 800ms", name)
            return None
        seconds = float(match["number"]) / (1000 if match["unit"] == "ms" else 1)
        if seconds > LONGEST_S:
            hint = f"write at most {LONGEST_S:g}s"
            if match["unit"] == "s" and float(match["number"]) / 1000 <= LONGEST_S:
                hint += f"; did you mean {match['number']}ms?"
            message = f"“{_shortened(match[0])}” is longer than {LONGEST_S:g} s"
            self._refuse(item, message, name, hint)
            return None
        return seconds

    def _decibels(self, item: Attribute, name: str) -> float | None:
        match = _DECIBELS.fullmatch(item.value)
        if match is None:
            self._refuse(item, f"“{_shortened(item.value)}” is not a gain such as -18dB", name)
            return None
        gain_db, (least, most) = float(match["number"]), GAIN_DB
        if not least <= gain_db <= most:
            message = f"A gain of “{_shortened(item.value)}” is not between {least:g} and +{most:g} dB"
            self._refuse(item, message, name, f"write at most +{most:g}dB" if gain_db > most else "leave the cue out")
            return None
        return gain_db

    def _refuse(self, item: Attribute, message: str, name: str, hint: str | None = None) -> None:
        self._ok = False
        self._problems.add(BAD_CUE, self._region.span(item.start, item.end), message, hint or _example(name))


def _shortened(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:20]}…"


def _example(name: str) -> str:
    examples = {
        "music": 'write ::music{bed="name" fade=3s} or ::music{stop}',
        "pause": "write ::pause{2s}",
        "bumper": "write ::bumper{name}",
    }
    return examples.get(name, "write ::sting{name}")
