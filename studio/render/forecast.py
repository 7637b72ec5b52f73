"""How long the stages of a render will take: by what earlier renders took on this machine, kept beside the cache.

Each stage has its unit of work; a rate is the seconds that one unit took. The record only informs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from studio.kit.errors import StudioError
from studio.kit.files import write_atomically
from studio.speech.length import speaking_s
from studio.takes import TakeStore, expected_s

if TYPE_CHECKING:
    from studio.kit.events import Events
    from studio.settings.episodes import EpisodeFiles
    from studio.settings.workspace import Workspace
    from studio.takes import TakePlan

#: Seconds for a unit where nothing was rendered yet, on one core of 2024. Units: a thousand bytes of script; seconds
#: that takes are expected to need; seconds of sound, for some stages only of what is new.
_RATES = {
    "script": 0.012,
    "plan": 0.0005,
    "takes": 1.0,
    "listening": 0.1,
    "arrange": 0.0003,
    "meter": 0.0009,
    "level": 0.00003,
    "encode": 0.009,
    "export": 0.02,
    "write": 0.0001,
}
#: No stage is over at once: a process starts, a folder is synced.
_LEAST_S = {"script": 0.1, "takes": 1.0, "arrange": 0.1, "meter": 0.02, "encode": 0.1, "write": 0.05}
#: What copying a second of sound costs of what making it does.
_COPIED = 0.02
#: Of a script; what is longer is refused later.
_MOST_CHARACTERS = 10_000_000
#: How much the last render counts against those before it.
_NEWEST = 0.5


class Forecast:
    """The expectation of one render.

    Args:
        workspace: whose cache holds the rates.
        events: told what is to be expected.
    """

    def __init__(self, workspace: Workspace, events: Events) -> None:
        self._path = workspace.cache / "rates.json"
        self._events = events
        self._rates = {**_RATES, **_known(self._path.read_bytes() if self._path.is_file() else b"{}")}
        self._units: dict[str, float] = {}

    def begin(self, episode: EpisodeFiles) -> None:
        """Tell what is ahead when nothing is known but the size of the script: all of it is new."""
        with suppress(OSError):
            size_kb = episode.script.stat().st_size / 1000
            sound_s = speaking_s("x" * min(round(size_kb * 1000), _MOST_CHARACTERS))
            self._tell({"script": size_kb, "plan": size_kb, **_of_sound(sound_s, sound_s)})

    def planned(
        self, plans: Sequence[TakePlan], store: TakeStore, *, unheard_s: float = 0.0, also: Sequence[str] = ()
    ) -> None:
        """Tell what is ahead once it is known which takes are missing.

        Args:
            plans: of the whole episode.
            store: where takes are kept.
            unheard_s: seconds of sound that a recogniser is to hear.
            also: the other formats that are made.
        """
        sound_s, new_s = _lengths(plans)
        units = {"takes": expected_s(plans, store)} if new_s else {}
        units |= {"listening": unheard_s} if unheard_s else {}
        self._tell({**units, **_of_sound(sound_s, new_s), **dict.fromkeys(also, sound_s)})

    def building_s(self, plans: Sequence[TakePlan], also: Sequence[str] = ()) -> float:
        """Seconds that putting an episode together will take once its takes are there."""
        sound_s, new_s = _lengths(plans)
        return sum(self._expected({**_of_sound(sound_s, new_s), **dict.fromkeys(also, sound_s)}).values())

    def keep(self) -> None:
        """Remember how long what is over now took."""
        took = {name: self._events.stages_s.get(name, 0.0) - _LEAST_S.get(name, 0.0) for name in self._units}
        rates = {
            _kind(name): took_s / self._units[name]
            for name, took_s in took.items()
            if took_s > 0.02 and self._units[name] > 0
        }
        if rates:
            mixed = {name: rate * _NEWEST + self._rates[name] * (1 - _NEWEST) for name, rate in rates.items()}
            known = {name: round(rate, 8) for name, rate in {**self._rates, **mixed}.items()}
            with suppress(StudioError):  # whoever writes the episode has said it
                write_atomically(self._path, json.dumps(known, sort_keys=True).encode())

    def _tell(self, units: Mapping[str, float]) -> None:
        self._units |= units
        self._events.expect(self._expected(units))

    def _expected(self, units: Mapping[str, float]) -> dict[str, float]:
        return {name: _LEAST_S.get(name, 0.0) + self._rates[_kind(name)] * count for name, count in units.items()}


def _lengths(plans: Sequence[TakePlan]) -> tuple[float, float]:
    """Seconds of an episode's sound, and of what is new in it."""
    lengths = [one.info.length_samples / one.info.rate_hz if one.info else None for one in plans]
    speech = zip(plans, lengths, strict=True)
    sound_s = sum((length or speaking_s(one.segment.spoken)) + one.segment.pause_s for one, length in speech)
    return sound_s, sum(speaking_s(one.segment.spoken) for one in plans if not one.present)


def _of_sound(sound_s: float, new_s: float) -> dict[str, float]:
    mixed_s = new_s + _COPIED * (sound_s - new_s)
    return {"arrange": sound_s, "meter": new_s, "level": sound_s, "encode": mixed_s, "write": sound_s}


def _kind(stage: str) -> str:
    """Formats are stages of their own, with one rate."""
    return stage if stage in _RATES else "export"


def _known(record: bytes) -> dict[str, float]:
    """Rates of earlier renders; none where they cannot be read."""
    try:
        found = {str(name): float(rate) for name, rate in json.loads(record).items()}
    except (ValueError, AttributeError, TypeError):
        return {}
    return {name: rate for name, rate in found.items() if name in _RATES and 0 < rate < 1e6}
