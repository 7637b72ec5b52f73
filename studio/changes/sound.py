"""``studio diff --audio``: every change in one MP3, as it was and as it is, with chimes between."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.audio import RATE_HZ, master, slot_samples
from studio.changes.model import Change, Changes
from studio.changes.report import shown
from studio.changes.version import Passage
from studio.kit.events import Events
from studio.kit.files import write_atomically
from studio.model.show import Encoding
from studio.model.timeline import Clip, Timeline
from studio.settings.workspace import Workspace
from studio.takes import TakeStore, open_store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Key → the notes of a chime, in hertz: one between before and after, two between changes.
_CHIMES = {"chime after": (880.0,), "chime next": (660.0, 990.0)}
_NOTE_S, _CHIME_PAUSE_S, _CHIME_DB = 0.22, 0.25, -6.0
DIVIDER_S = len(_CHIMES["chime next"]) * _NOTE_S + 2 * _CHIME_PAUSE_S
"""No divider is longer, but for the rest of a frame."""


@dataclass(frozen=True, slots=True)
class Played:
    """Where a change stands in the MP3: its place among :attr:`Changes.changes`, and seconds from the start.

    Before is heard from ``start_s`` to ``after_s``, after from there to ``end_s``, chimes included.
    """

    change: int
    start_s: float
    after_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class ChangesHeard:
    """An MP3, its length in seconds, what is heard in it when, and how many changes of speech are not heard in it."""

    path: Path
    duration_s: float
    played: tuple[Played, ...]
    left_out: int = 0

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {**asdict(self), "path": str(self.path)}


def write_changes(
    workspace: Workspace, found: Changes, path: Path, events: Events | None = None, *, everything: bool = False
) -> ChangesHeard | None:
    """Write the speech that sounds otherwise, once as it was and once as it is; None where there is none.

    Of changes that follow from one cause alone (a lexicon, a voice) the first few are heard; the others are counted.

    Args:
        workspace: the show, and where takes are kept.
        found: with the takes of both versions made.
        path: of the MP3.
        events: told of speech that is no longer kept, and of progress.
        everything: of changes that follow from one cause alone, too.

    Raises:
        StudioError: the file cannot be written.
    """
    events = events or Events()
    store = open_store(workspace, events)
    desk = _Desk(workspace, store, events)
    played = []
    chosen = [one for one in shown(found, everything=everything) if one.is_heard]
    for change in chosen:
        if spot := desk.play(change, found.changes.index(change)):
            played.append(spot)
    if not played:
        return None
    timeline = Timeline(RATE_HZ, 1, desk.length_samples, tuple(desk.clips))

    def load(key: str) -> tuple[NDArray[np.float32], int]:
        if key in _CHIMES:
            return _chime(_CHIMES[key]), RATE_HZ
        take = store.load(key)
        return take.samples, take.rate_hz

    with tempfile.TemporaryDirectory(prefix="studio-diff-") as folder:
        temporary = Path(folder) / path.name
        encoding = Encoding(1, workspace.show.encoding.bitrate_kbps)
        loudness = workspace.show.loudness
        master(
            timeline, load, loudness=loudness, encoding=encoding, cache=workspace.audio, output=temporary, events=events
        )
        write_atomically(path, temporary.read_bytes())
    return ChangesHeard(path, desk.length_samples / RATE_HZ, tuple(played), len(found.heard) - len(chosen))


@dataclass
class _Desk:
    """Lays clips out one after the other."""

    workspace: Workspace
    store: TakeStore
    events: Events
    clips: list[Clip] = field(default_factory=list)
    length_samples: int = 0

    def play(self, change: Change, index: int) -> Played | None:
        before, after = ([*self._kept(side)] for side in (change.before, change.after))
        if len(before) < len(change.before):
            gone = ", ".join(str(one.number) for one in change.before)
            self.events.warn(f"segment {gone} as it was is not kept any more: it is not heard")
            before = []
        if not before and not after:
            return None
        if self.clips:
            self._chime("chime next")
        start = self.length_samples
        self._speak(before)
        if before and after:
            self._chime("chime after")
        middle = self.length_samples
        self._speak(after)
        return Played(index, start / RATE_HZ, middle / RATE_HZ, self.length_samples / RATE_HZ)

    def _kept(self, passages: Sequence[Passage]) -> Iterator[tuple[Passage, int, int]]:
        """Passages whose takes are there, each with its samples and their rate."""
        for one in passages:
            if info := self.store.info(one.key):
                yield one, info.length_samples, info.rate_hz

    def _speak(self, passages: Sequence[tuple[Passage, int, int]]) -> None:
        voices = self.workspace.show.voices
        for number, (one, length, rate_hz) in enumerate(passages, 1):
            pause_s = one.pause_s if number < len(passages) else 0.0
            gain_db = voices[one.voice].gain_db if one.voice in voices else 0.0
            self._add(one.key, slot_samples(length, rate_hz, pause_s), one.voice, gain_db)

    def _chime(self, key: str) -> None:
        length, pause = round(len(_CHIMES[key]) * _NOTE_S * RATE_HZ), round(_CHIME_PAUSE_S * RATE_HZ)
        slot = slot_samples(length + pause, RATE_HZ, _CHIME_PAUSE_S)
        self._add(key, slot, "asset:chime", _CHIME_DB, lead=pause)

    def _add(self, key: str, slot: int, voice: str, gain_db: float, lead: int = 0) -> None:
        segment = None if key in _CHIMES else len(self.clips)
        self.clips.append(
            Clip(key, self.length_samples, slot, lead_samples=lead, gain_db=gain_db, voice=voice, segment=segment)
        )
        self.length_samples += slot


def _chime(notes: Sequence[float]) -> NDArray[np.float32]:
    """Soft tones one after the other, mono at 44.1 kHz."""
    import numpy as np

    at_s = np.arange(round(_NOTE_S * RATE_HZ)) / RATE_HZ
    shape = np.sin(np.pi * np.minimum(1.0, at_s / 0.01) / 2) * np.exp(-at_s * 14)
    tones = [shape * np.sin(2 * math.pi * hz * at_s) for hz in notes]
    return (0.5 * np.concatenate(tones)).astype(np.float32)
