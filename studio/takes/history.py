"""What the last render of an episode was made of, so that a plan can say why something is to be made again.

The record explains; it never decides. Whether a take is there is read from the store alone.
"""

from __future__ import annotations

import difflib
import json
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from studio.kit.files import write_atomically
from studio.takes.keys import take_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from studio.settings.episodes import EpisodeFiles
    from studio.takes.store import TakeStore

Ingredients = dict[str, Any]


class Reason(StrEnum):
    """Why a take is to be made."""

    NEW = "new"
    TEXT = "text changed"
    PRONUNCIATION = "pronunciation changed"
    VOICE = "voice changed"
    SETTINGS = "voice settings changed"
    ENGINE = "engine version changed"
    MODEL = "model changed"
    TAKE = "another take chosen"
    FORMAT = "studio makes takes differently now"
    LOST = "cache entry lost"
    FLAWED = "the take is flawed"


#: Ingredient of the key → what a change of it is called; the first that differs is named.
_CAUSES = {
    "recording": Reason.TAKE,
    "engine": Reason.VOICE,
    "text": Reason.TEXT,
    "settings": Reason.SETTINGS,
    "model": Reason.MODEL,
    "engine_version": Reason.ENGINE,
    "pronunciations": Reason.PRONUNCIATION,
    "take": Reason.TAKE,
    "format": Reason.FORMAT,
}


def remember(
    store: TakeStore, episode: EpisodeFiles, record: Sequence[Mapping[str, Any]], *, final: bool = False
) -> None:
    """Keep what an episode was made of.

    Args:
        store: whose folder holds the record.
        episode: the episode.
        record: the key's ingredients of each segment, in order.
        final: of final takes, whose record is another one than that of the draft.
    """
    write_atomically(_path(store, episode, final), json.dumps(list(record), ensure_ascii=False).encode())


def recall(store: TakeStore, episode: EpisodeFiles, *, final: bool = False) -> tuple[Ingredients, ...]:
    """What :func:`remember` kept of an episode; nothing where there is no record or it cannot be read."""
    try:
        record = json.loads(_path(store, episode, final).read_bytes())
    except (OSError, ValueError):
        return ()
    return tuple(item for item in record if isinstance(item, dict)) if isinstance(record, list) else ()


def reasons(now: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """For each segment, in order, why its take cannot be the one of the last render.

    Args:
        now: the key's ingredients of each segment.
        before: those of the last render, from :func:`recall`.

    Segments are matched to those of the last render by their text, then by their place among the changed ones; a
    segment whose take should still be there has lost it.
    """
    found: list[Reason] = [Reason.NEW] * len(now)
    old_texts, new_texts = ([str(parts.get("text")) for parts in record] for record in (before, now))
    for kind, old_start, old_end, new_start, new_end in difflib.SequenceMatcher(
        None, old_texts, new_texts, autojunk=False
    ).get_opcodes():
        if kind == "insert":
            continue
        for old, new in zip(range(old_start, old_end), range(new_start, new_end), strict=False):
            found[new] = _difference(now[new], before[old])
    spoken: dict[str, list[Mapping[str, Any]]] = {}
    for text, parts in zip(old_texts, before, strict=True):
        spoken.setdefault(text, []).append(parts)
    for number, text in enumerate(new_texts):
        if found[number] is not Reason.LOST and text in spoken:  # it may have moved
            key = take_key(now[number])
            if any(take_key(parts) == key for parts in spoken[text]):
                found[number] = Reason.LOST
    return tuple(found)


def _difference(now: Mapping[str, Any], before: Mapping[str, Any]) -> Reason:
    return next((reason for name, reason in _CAUSES.items() if now.get(name) != before.get(name)), Reason.LOST)


def _path(store: TakeStore, episode: EpisodeFiles, final: bool) -> Path:
    return store.root / "episodes" / ("final" if final else "") / f"{episode.id}.json"
