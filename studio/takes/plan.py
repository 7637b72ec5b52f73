"""Which takes an episode needs, which of them are there, and why the others have to be made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.engines.casting import CastVoice, cast_voice
from studio.takes.history import Reason, reasons, recall
from studio.takes.keys import ingredients, take_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.model import Segment, Show, TakeInfo
    from studio.takes.store import TakeStore


@dataclass(frozen=True, slots=True)
class TakePlan:
    """What is to happen for one segment.

    Attributes:
        segment: the segment.
        cast: who speaks it; :attr:`CastVoice.remark` tells when that is a fallback.
        key: of the take.
        take: number of the take, from 1.
        info: the take, where it is there.
        reason: why it has to be made; None where it is there.
        parts: the key's ingredients, for the record of the render.
    """

    segment: Segment
    cast: CastVoice
    key: str
    take: int = 1
    info: TakeInfo | None = None
    reason: Reason | None = None
    parts: dict[str, Any] = field(default_factory=dict)

    @property
    def present(self) -> bool:
        """Whether the take is there and can be used."""
        return self.reason is None


def plan_takes(
    segments: Sequence[Segment], show: Show, store: TakeStore, *, episode: str | None = None, allow_bad: bool = False
) -> tuple[TakePlan, ...]:
    """Look up the take of every segment.

    Args:
        segments: in order.
        show: for its voices.
        store: where takes are kept; every entry found is checked whole.
        episode: id of the episode, for reasons that compare with its last render; without it all is "new".
        allow_bad: use takes that the quality checks found fault with.

    Raises:
        ConfigurationError: a voice that cannot speak, or one that the show does not have.
    """
    casts = {name: cast_voice(name, show.voices, show.root) for name in sorted({s.voice for s in segments})}
    parts = [ingredients(segment, casts[segment.voice]) for segment in segments]
    keys = [take_key(part) for part in parts]
    infos = {key: store.info(key) for key in dict.fromkeys(keys)}
    causes = reasons(parts, recall(store, episode) if episode else ())
    plans = []
    for segment, part, key, cause in zip(segments, parts, keys, causes, strict=True):
        info = infos[key]
        reason = cause if info is None else Reason.FLAWED if info.flaws and not allow_bad else None
        plans.append(TakePlan(segment, casts[segment.voice], key, info=info, reason=reason, parts=part))
    return tuple(plans)
