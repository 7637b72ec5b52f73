"""How long missing takes will take to make: by what making others took on this machine, else by the engine's word.

Speed is seconds of sound per second in which a process is busy, loading the model included; it is kept for each engine
and model, beside the takes. The record only informs; nothing depends on it.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio.kit.errors import StudioError
from studio.kit.files import write_atomically
from studio.kit.threads import processors
from studio.speech.length import speaking_s

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from studio.takes.executor import Reply
    from studio.takes.plan import TakePlan
    from studio.takes.store import TakeStore
    from studio.voices.casting import CastVoice

#: With less sound than this, loading the model would decide the figure.
_LEAST_S = 20.0


class Pace:
    """Adds up the work of one call, take by take."""

    def __init__(self) -> None:
        self._work: dict[str, tuple[float, float]] = {}

    def note(self, cast: CastVoice, reply: Reply) -> None:
        """Count a take that was made just now."""
        if reply.info is not None and reply.busy_s > 0:
            sound_s, busy_s = self._work.get(_name(cast), (0.0, 0.0))
            sound_s += reply.info.length_samples / reply.info.rate_hz
            self._work[_name(cast)] = sound_s, busy_s + reply.busy_s

    def keep(self, store: TakeStore) -> None:
        """Remember the speed of whatever made enough sound to tell."""
        measured = {name: sound_s / busy_s for name, (sound_s, busy_s) in self._work.items() if sound_s >= _LEAST_S}
        if measured:
            known = {**_known(store), **{name: round(speed, 2) for name, speed in measured.items()}}
            with suppress(StudioError):  # whoever keeps takes has said it
                write_atomically(store.root / "speeds.json", json.dumps(known, sort_keys=True).encode())


def expected_s(plans: Iterable[TakePlan], store: TakeStore) -> float:
    """Wall time in seconds that making the missing takes of some plans will need, roughly.

    Args:
        plans: of any number of segments; takes that are there, or read from a recording, cost nothing.
        store: where takes, and the speeds of earlier calls, are kept.
    """
    known = _known(store)
    missing = {plan.key: plan for plan in plans if not plan.present and plan.recording is None}
    total_s = 0.0
    for plan in missing.values():
        info = plan.cast.engine.info
        speed = known.get(_name(plan.cast), info.speed)
        at_once = min(processors(), info.at_once or processors())
        total_s += speaking_s(plan.segment.spoken) / speed / at_once
    return total_s


@dataclass(frozen=True, slots=True)
class VoiceWork:
    """What a voice has to speak: takes, characters of spoken text, seconds of sound and of making it, and the cost.

    ``currency`` is empty, and the cost 0, where the voice's file names no price.
    """

    voice: str
    takes: int
    characters: int
    sound_s: float
    expected_s: float
    cost: float = 0.0
    currency: str = ""


def work_by_voice(plans: Iterable[TakePlan], store: TakeStore) -> tuple[VoiceWork, ...]:
    """What the missing takes of some plans are for each voice, each take once; in order of the voices' names.

    Args:
        plans: of any number of segments and episodes; recordings by people are nobody's work.
        store: where takes, and the speeds of earlier calls, are kept.
    """
    by_voice: dict[str, dict[str, TakePlan]] = {}
    for plan in plans:
        if not plan.present and plan.recording is None:
            by_voice.setdefault(plan.cast.voice.name, {})[plan.key] = plan
    return tuple(_work(name, list(missing.values()), store) for name, missing in sorted(by_voice.items()))


def together(works: Iterable[VoiceWork]) -> tuple[VoiceWork, ...]:
    """The work of several plans that share no take, added up by voice."""
    found: dict[str, VoiceWork] = {}
    for one in works:
        so_far = found.get(one.voice, VoiceWork(one.voice, 0, 0, 0.0, 0.0, 0.0, one.currency))
        sums = {name: getattr(so_far, name) + getattr(one, name) for name in _SUMMED}
        found[one.voice] = replace(so_far, **sums)
    return tuple(found[name] for name in sorted(found))


_SUMMED = ("takes", "characters", "sound_s", "expected_s", "cost")


def _work(name: str, plans: Sequence[TakePlan], store: TakeStore) -> VoiceWork:
    characters = sum(len(plan.segment.spoken) for plan in plans)
    sound_s = sum(speaking_s(plan.segment.spoken) for plan in plans)
    price = plans[0].cast.voice.price
    cost, currency = (price.of(sound_s, characters), price.currency) if price else (0.0, "")
    expected = round(expected_s(plans, store), 2)
    return VoiceWork(name, len(plans), characters, round(sound_s, 2), expected, round(cost, 4), currency)


def _name(cast: CastVoice) -> str:
    return " ".join([cast.engine.info.name, *(digest[:12] for digest in cast.model)])


def _known(store: TakeStore) -> Mapping[str, float]:
    """Speeds by engine and model; none where there is no record or it cannot be read."""
    try:
        found = json.loads((store.root / "speeds.json").read_bytes())
        return {str(name): float(speed) for name, speed in found.items() if float(speed) > 0}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
