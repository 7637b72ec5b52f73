"""Corrections of published episodes: what was wrong, since when it is right, and which passages are other ones now."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.episode.release import ReleasePassage
from studio.episode.wording import long_date
from studio.feed.names import tag
from studio.feed.words import words

if TYPE_CHECKING:
    from lxml import etree

PURPOSE = "correction"
"""Purpose of the ``podcast:txt`` that holds a correction: the moment, a space, what was wrong."""

PASSAGES, CORRECTIONS = "passages.json", "corrections.json"
"""What files beside an episode end in: what is said in it, and what was corrected."""

VERSION = 1
_TXT = tag("podcast:txt")
_HASHED = re.compile(r"-([0-9a-f]{8})\.[0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Correction:
    """Since when an episode is right, with zone, and what was wrong before, in one line."""

    at: datetime.datetime
    text: str

    def as_text(self) -> str:
        """``2026-03-02T06:00:00+00:00 The year was wrong.``"""
        return f"{self.at.isoformat()} {self.text}"

    @classmethod
    def from_text(cls, text: str) -> Correction:
        """The correction that :meth:`as_text` gave.

        Raises:
            ValueError: it is none.
        """
        moment, _, wrong = text.strip().partition(" ")
        at = datetime.datetime.fromisoformat(moment)
        if not wrong.strip():
            raise ValueError("it does not say what was wrong")
        return cls(at if at.tzinfo else at.replace(tzinfo=datetime.UTC), wrong.strip())


def corrections_of(item: etree._Element) -> tuple[Correction, ...]:
    """What an item of a feed says was corrected, in order; what cannot be read is passed over."""
    found = []
    for element in item.iterchildren(_TXT):
        if element.get("purpose") == PURPOSE:
            try:
                found.append(Correction.from_text(element.text or ""))
            except ValueError:
                continue
    return in_order(found)


def in_order(corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """Corrections by their moment, each once."""
    return tuple(sorted(dict.fromkeys(corrections), key=lambda one: one.at))


def errata(corrections: Sequence[Correction], language: str) -> tuple[str, ...]:
    """What listeners read, a line each: ``Correction, 2 March 2026: The year was wrong.``

    Args:
        corrections: in order.
        language: of the show (BCP 47).
    """
    t = words(language)
    return tuple(t["correction"].format(date=long_date(one.at, language), text=one.text) for one in corrections)


def hashed_name(name: str, sha256: str) -> str:
    """``ep17.mp3`` → ``ep17-1f2e3d4c.mp3``: an address that no cache has other bytes for."""
    stem, _, suffix = name.rpartition(".")
    return f"{stem}-{sha256[:8]}.{suffix}"


def hash_in(name: str, identity: str) -> str:
    """The eight hex digits in the name of an episode's file; empty where it has none."""
    found = _HASHED.fullmatch(name.removeprefix(identity)) if name.startswith(identity) else None
    return found[1] if found else ""


def vtt_with(vtt: str, lines: Sequence[str]) -> str:
    """A WebVTT file with notes behind its header.

    Args:
        vtt: the file.
        lines: an arrow would end a note, and is written as a letter.
    """
    head, _, rest = vtt.partition("\n\n")
    notes = (f"NOTE\n{line.replace('-->', '→')}\n\n" for line in lines)
    return f"{head}\n\n{''.join(notes)}{rest}"


def passages_json(passages: Sequence[ReleasePassage]) -> str:
    """What is said in an episode, passage by passage, to be compared with a later version of it."""
    return _lines({"version": VERSION}, "passages", [_passage(one) | {"take": one.key} for one in passages])


def read_passages(data: bytes) -> tuple[ReleasePassage, ...]:
    """The passages of :func:`passages_json`, or the captions of a transcript in JSON.

    Raises:
        ValueError: it is neither.
    """
    try:
        note = json.loads(data)
        if "passages" in note:
            return tuple(
                ReleasePassage(
                    int(one["passage"]),
                    str(one["text"]),
                    one["speaker"],
                    round(one["start_s"] * 1000),
                    round(one["end_s"] * 1000),
                    str(one["take"]),
                )
                for one in note["passages"]
            )
        return tuple(
            ReleasePassage(
                number, one["body"], one.get("speaker"), round(one["startTime"] * 1000), round(one["endTime"] * 1000)
            )
            for number, one in enumerate(note["segments"], 1)
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"no passages: {error}") from error


def corrections_json(guid: str, records: Sequence[Mapping[str, Any]]) -> str:
    """All corrections of an episode, in order.

    Args:
        guid: of the episode.
        records: of :func:`correction_record`.
    """
    return _lines({"version": VERSION, "guid": guid}, "corrections", records)


def correction_record(
    one: Correction, file: str, former: str, changes: Sequence[Mapping[str, Any]] | None
) -> dict[str, Any]:
    """One correction.

    Args:
        one: what was wrong.
        file: name of the MP3 that it brought.
        former: name of the one that it took the place of.
        changes: of :func:`change_record`; None where nobody knows any more.
    """
    told = None if changes is None else list(changes)
    return {"date": one.at.isoformat(), "text": one.text, "audio": file, "audio_before": former, "changes": told}


def change_record(
    kinds: Sequence[str], before: Sequence[ReleasePassage], after: Sequence[ReleasePassage]
) -> dict[str, Any]:
    """One change: passages of the former version, and those that stand for them now."""
    return {"kinds": list(kinds), "before": list(map(_passage, before)), "after": list(map(_passage, after))}


def read_corrections(data: bytes) -> list[dict[str, Any]]:
    """The records of :func:`corrections_json`.

    Raises:
        ValueError: it is none.
    """
    try:
        note = json.loads(data)
        if note["version"] != VERSION:
            raise ValueError(f"version {note['version']!r}")
        return [_checked(record) for record in note["corrections"]]
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"no corrections: {error!r}") from error


def _checked(record: dict[str, Any]) -> dict[str, Any]:
    Correction.from_text(f"{record['date']} {record['text']}")
    for name in (record["audio"], record["audio_before"]):
        if not isinstance(name, str) or "/" in name:
            raise ValueError(f"{name!r} is no file beside it")
    for change in record["changes"] or ():
        if not change["kinds"] or not (change["before"] or change["after"]):
            raise ValueError("a change of nothing")
        for one in (*change["before"], *change["after"]):
            if not (one["passage"] >= 1 and 0 <= one["start_s"] <= one["end_s"] and isinstance(one["text"], str)):
                raise ValueError(f"passage {one['passage']} has no text or no place")
    return record


def _passage(one: ReleasePassage) -> dict[str, Any]:
    return {
        "passage": one.number,
        "speaker": one.speaker,
        "start_s": one.start_ms / 1000,
        "end_s": one.end_ms / 1000,
        "text": one.written,
    }


def _lines(head: Mapping[str, Any], name: str, records: Sequence[Mapping[str, Any]]) -> str:
    """JSON, a record a line."""
    told = json.dumps(dict(head), ensure_ascii=False)[1:-1]
    body = ",\n".join(f" {json.dumps(record, ensure_ascii=False)}" for record in records)
    return f'{{{told}, "{name}": [\n{body}\n]}}\n'
