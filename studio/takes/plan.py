"""Which takes an episode needs, which of them are there, and why the others have to be made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.kit.garbage import uncollected
from studio.takes.choices import Choice, choice_id, read_choices
from studio.takes.history import Reason, reasons, recall
from studio.takes.keys import ingredients, recording_ingredients, take_key, voice_ingredients
from studio.voices.casting import CastVoice, cast_voice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from studio.model.narration import Segment
    from studio.model.show import Show
    from studio.model.source import Source
    from studio.model.takes import TakeInfo
    from studio.settings.episodes import EpisodeFiles
    from studio.takes.store import TakeStore


@dataclass(frozen=True, slots=True)
class TakePlan:
    """What is to happen for one segment.

    Attributes:
        segment: the segment.
        cast: who speaks it; :attr:`CastVoice.remark` tells when that is a fallback.
        key: of the take.
        take: number of the take, from 1.
        recording: by a person, which is heard instead.
        info: the take, where it is there.
        reason: why it has to be made; None where it is there.
        parts: the key's ingredients, for the record of the render.
        where: place of the segment in the script (``path:line:column``), empty where that is not known.
        episode: whose segment it is; None for a text of no episode.
    """

    segment: Segment
    cast: CastVoice
    key: str
    take: int = 1
    recording: Path | None = None
    info: TakeInfo | None = None
    reason: Reason | None = None
    parts: dict[str, Any] = field(default_factory=dict)
    where: str = ""
    episode: EpisodeFiles | None = None

    @property
    def present(self) -> bool:
        """Whether the take is there and can be used."""
        return self.reason is None


@uncollected()
def plan_takes(
    segments: Sequence[Segment],
    show: Show,
    store: TakeStore,
    *,
    episode: EpisodeFiles | None = None,
    source: Source | None = None,
    allow_bad: bool = False,
    compared: bool = True,
) -> tuple[TakePlan, ...]:
    """Look up the take of every segment.

    Args:
        segments: in order.
        show: for its voices.
        store: where takes are kept; the head of every entry found is checked.
        episode: for its hand-picked takes and for reasons that compare with its last render; without it all is "new".
        source: the script, so that failures name a line.
        allow_bad: use takes that the quality checks found fault with.
        compared: whether reasons are wanted, which costs a look at the last render.

    Raises:
        ConfigurationError: a voice that cannot speak, or hand-picked takes that cannot be used.
    """
    casts = {name: cast_voice(name, show.voices, show.root) for name in sorted({s.voice for s in segments})}
    voices = {name: voice_ingredients(cast) for name, cast in casts.items()}
    chosen = read_choices(show, episode) if episode else {}
    first = Choice("")
    picks = [chosen.get(choice_id(segment), first) if chosen else first for segment in segments]
    recordings = [show.root / pick.recording if pick.recording else None for pick in picks]
    parts = [
        recording_ingredients(recording, segment.spoken)
        if recording
        else ingredients(segment, voices[segment.voice], pick.take)
        for segment, pick, recording in zip(segments, picks, recordings, strict=True)
    ]
    keys = [take_key(part) for part in parts]
    store.bring(keys)
    infos = {key: store.info(key) for key in dict.fromkeys(keys)}
    final = any(cast.voice.is_final for cast in casts.values())
    causes = reasons(parts, recall(store, episode, final=final) if episode and compared else ())
    plans = []
    rows = zip(segments, parts, keys, causes, picks, recordings, strict=True)
    for segment, part, key, cause, pick, recording in rows:
        info = infos[key]
        reason = cause if info is None else Reason.FLAWED if info.flaws and not allow_bad else None
        cast = casts[segment.voice]
        where = str(source.location(segment.span.start)) if source else ""
        plans.append(TakePlan(segment, cast, key, pick.take, recording, info, reason, part, where, episode))
    return tuple(plans)
