"""Clock times, time ranges and durations."""

from __future__ import annotations

import re

from studio.speech import numbers
from studio.speech.passage import Passage, Reading

_HALF = r"(?:[ \u00a0]?([AaPp])\.?(?:(?<=\.) )?[Mm](?![A-Za-z])(\.?))"
_CLOCK = re.compile(rf"([01]?\d|2[0-4])[:.]([0-5]\d)(?::([0-5]\d|60)(?:\.(\d{{1,12}}))?)?{_HALF}?(?![\d:]|\.\d)")
_HOUR = re.compile(rf"(1[0-2]|0?[1-9]){_HALF}")
_RANGE = re.compile(r"[ \u00a0]?[-–—][ \u00a0]?(?=\d)")
_ZONE = re.compile(r"[ \u00a0]?(?:UTC|GMT|Z|[A-Z]{1,2}[SD]T|CET|CEST|IST|[+-]\d\d:?\d\d)\b")
_OFFSET = re.compile(r"(UTC|GMT) ?([-+−–±])(\d{1,2})(?::?([0-5]\d))?(?![\d:]|\.\d)")
_STEP = re.compile(
    r"(\d{1,4}(?:\.\d{1,6})?)[ \u00a0]?(days?|d|hours?|hrs?|h|mins?|m|secs?|s|ms|us|µs|μs|ns)(?![A-Za-z])[ \u00a0]?"
)
_ISO_PERIOD = re.compile(
    r"P(?=\d|T\d)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?"
    r"(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,4}(?:\.\d{1,9})?)S)?)?(?!\w)"
)
_PERIODS = ("year", "month", "week", "day", "hour", "minute", "second")
_LEAP_SECOND = ("23", "59", "60")
_STEP_NAMES = {"d": "day", "h": "hour", "m": "minute", "s": "second"}
_SMALL = {"ms": "millisecond", "us": "microsecond", "µs": "microsecond", "μs": "microsecond", "ns": "nanosecond"}
_ORDER = ("day", "hour", "minute", "second", "millisecond", "microsecond", "nanosecond")


def read_time(passage: Passage, start: int) -> Reading | None:
    """``9:05``, ``5 pm``, ``14:30 UTC``, ``4:00 am - 8:12 pm``; ``1:01:01`` is a duration."""
    joined = passage.is_joined(start) and not (passage.char(start - 1) == "T" and passage.char(start - 2).isdigit())
    if joined or passage.char(start - 1) in (":", ".") or _is_ratio(passage, start):
        return None
    first = _clock(passage, start)
    if first is None:
        return None
    end, spoken, rule = first
    if (joint := _RANGE.match(passage.text, end)) and (last := _clock(passage, joint.end())):
        if last[1].endswith(" M"):
            spoken = spoken.removesuffix(" o'clock")
        end, spoken = last[0], f"{spoken} to {last[1]}"
    return Reading(end, spoken, rule)


def read_iso_period(passage: Passage, start: int) -> Reading | None:
    """A duration as ISO 8601 writes it: ``P1DT12H`` one day and twelve hours."""
    found = _ISO_PERIOD.match(passage.text, start)
    if not found or found[0][-1].isdigit() or found[0].endswith("T") or passage.is_joined(start):
        return None
    said = [
        f"{numbers.decimal(value)} {name}{'' if value == '1' else 's'}"
        for value, name in zip(found.groups(), _PERIODS, strict=True)
        if value
    ]
    return Reading(found.end(), " and ".join(filter(None, (", ".join(said[:-1]), said[-1]))), "duration")


def _is_ratio(passage: Passage, start: int) -> bool:
    before, after = passage.previous_words(start)
    return "ratio" in (before, after) or passage.next_word(start + 4).lower() == "ratio"


def _clock(passage: Passage, start: int) -> tuple[int, str, str] | None:
    text = passage.text
    if found := _CLOCK.match(text, start):
        hour, minute, second, fraction, half, dot = found.groups()
        if passage.char(start + len(hour)) == "." and not half:
            return None
        closes = dot and passage.ends_sentence(found.end()) and not _ZONE.match(text, found.end())
        end = found.end() - (1 if closes else 0)
        zoned = bool(_ZONE.match(text, end)) or (hour, minute, second) == _LEAP_SECOND
        if second and not (half or zoned):
            return end, _duration(hour, minute, second, fraction), "duration"
        spoken = _say(hour, minute, bool(half or zoned))
        if second and int(second):
            spoken += f" and {numbers.cardinal(second)} second{'' if int(second) == 1 else 's'}"
        return end, spoken + (f" {half.upper()} M" if half else ""), "time"
    if found := _HOUR.match(text, start):
        closes = found[3] and passage.ends_sentence(found.end()) and not _ZONE.match(text, found.end())
        end = found.end() - (1 if closes else 0)
        return end, f"{numbers.cardinal(found[1])} {found[2].upper()} M", "time"
    return None


def _say(hour: str, minute: str, official: bool) -> str:
    hours = numbers.cardinal(hour)
    if minute != "00":
        return f"{hours} oh {numbers.ONES[int(minute)]}" if minute < "10" else f"{hours} {numbers.cardinal(minute)}"
    if int(hour) > 12 or hour == "00":
        return f"{hours} hundred"
    return hours if official and len(hour) < 3 else f"{hours} o'clock"


def _duration(hour: str, minute: str, second: str, fraction: str | None) -> str:
    seconds = numbers.decimal(f"{int(second)}.{fraction}") if fraction else numbers.cardinal(second)
    parts = [(numbers.cardinal(hour), int(hour), "hour"), (numbers.cardinal(minute), int(minute), "minute")]
    said = " ".join(f"{words} {name}{'' if value == 1 else 's'}" for words, value, name in parts)
    return f"{said} and {seconds} second{'' if seconds == 'one' else 's'}"


def read_offset(passage: Passage, start: int) -> Reading | None:
    """``UTC-5``, ``GMT +2:30``: minus five, plus two thirty."""
    found = _OFFSET.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    sign = {"+": "plus", "±": "plus or minus"}.get(found[2], "minus")
    minutes = f" {numbers.cardinal(found[4])}" if found[4] and found[4] != "00" else ""
    return Reading(found.end(), f"{' '.join(found[1])} {sign} {numbers.cardinal(found[3])}{minutes}", "time")


def read_duration(passage: Passage, start: int) -> Reading | None:
    """``1h30m``, ``2d 4h``, ``5m 30s``: two or more steps of time, largest first."""
    if passage.is_joined(start) or passage.char(start - 1) == ".":
        return None
    said: list[str] = []
    position, end, rank = start, start, -1
    while len(said) < 5 and (step := _STEP.match(passage.text, position)):
        name = _SMALL.get(step[2]) or _STEP_NAMES[step[2][0]]
        if _ORDER.index(name) <= rank:
            break
        rank = _ORDER.index(name)
        said.append(f"{numbers.decimal(step[1])} {name}{'' if step[1] == '1' else 's'}")
        position, end = step.end(), step.end(2)
    return Reading(end, " ".join(said), "duration") if len(said) > 1 else None
