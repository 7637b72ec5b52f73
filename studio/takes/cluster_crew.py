"""The workers of a cluster: which of them can make which voice's takes, and how busy each is."""

from __future__ import annotations

import math
import pickle
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.kit.errors import StudioError
from studio.takes.cluster_job import VERSION, CarriedVoice

if TYPE_CHECKING:
    from studio.kit.events import Events

#: Batches that a worker has waiting for each thread, so that it need not wait for the client.
_AHEAD = 2
#: Any Python with any studio, or none, can say this.
_ASK_VERSION = (
    "(lambda version, keys: f'{version} (takes {keys.FORMAT})')"
    "(__import__('studio').__version__, __import__('studio.takes.keys', fromlist=['FORMAT']))"
)


@dataclass(slots=True)
class _Worker:
    threads: int
    resources: Mapping[str, float]
    unfit: dict[str, str] = field(default_factory=dict)
    flying: int = 0


class Crew:
    """The workers as they are now.

    Args:
        voices: those that are to speak, by an id of the asker's.
        events: told which workers get no work, and why.
    """

    def __init__(self, voices: Mapping[str, CarriedVoice], events: Events) -> None:
        self._voices = voices
        self._events = events
        self._workers: dict[str, _Worker] = {}

    def look(self, client: Any) -> None:
        """See who has come and who has gone; whoever is new is asked what it can do.

        Raises:
            OSError: the scheduler does not answer.
        """
        told = client.scheduler_info(n_workers=-1)["workers"]
        self._workers = {address: one for address, one in self._workers.items() if address in told}
        new = [address for address in told if address not in self._workers]
        if not new:
            return
        reasons = self._reasons(client, new)
        for address in new:
            one = _Worker(int(told[address]["nthreads"]), told[address].get("resources") or {})
            self._workers[address] = one
            for voice, reason in zip(self._voices, reasons[address], strict=True):
                if reason:
                    self.refuse(address, voice, reason)

    def forget(self) -> None:
        """Nobody is known any more: the scheduler is another one."""
        self._workers = {}

    def refuse(self, address: str, voice: str, reason: str) -> None:
        """Give a worker no more work for a voice."""
        if address in self._workers and voice not in self._workers[address].unfit:
            self._workers[address].unfit[voice] = reason

    def tell(self) -> None:
        """Warn of the workers that get no work, once for each reason."""
        by_reason: dict[str, list[str]] = {}
        for address, one in sorted(self._workers.items()):
            for voice, reason in one.unfit.items():
                by_reason.setdefault(f"{self._name(voice)}: {reason}", []).append(address)
        for reason, addresses in by_reason.items():
            self._events.warn(f"{_listed(addresses)} gets no work for the voice {reason}")

    def nobody(self, voice: str) -> StudioError | None:
        """Why no worker can make a voice's takes; None where one can."""
        if any(self._able(one, voice) for one in self._workers.values()):
            return None
        carried, name = self._voices[voice], self._name(voice)
        if not self._workers:
            return StudioError(
                "no-workers",
                "the scheduler has no workers",
                hint="Start some: `dask worker tcp://HOST:8786` where studio and its voices are installed.",
            )
        reasons = Counter(one.unfit.get(voice) or self._lacking(one, voice) for one in self._workers.values())
        said = "; ".join(f"{count} of {len(self._workers)}: {reason}" for reason, count in reasons.most_common(4))
        hint = "Give workers and client the same version of studio and of the engine, and the voice's models."
        if carried.gpu:
            hint += " Or set the voice's `device` to cpu."
        return StudioError("no-fit-worker", f"no worker can speak for the voice {name} ({said})", hint=hint)

    def free(self, voice: str, avoid: Collection[str]) -> str | None:
        """The least busy worker that can take a batch now; those to avoid only where all are."""
        able = [address for address, one in self._workers.items() if self._able(one, voice)]
        wanted = [address for address in able if address not in avoid] or able
        room = [
            (one.flying / one.threads, address) for address in wanted if self._has_room(one := self._workers[address])
        ]
        return min(room)[1] if room else None

    def resources(self, address: str, voice: str) -> dict[str, float]:
        """What Dask is to set aside on a worker for a batch of a voice: memory where the worker names its own."""
        carried = self._voices[voice]
        wanted: dict[str, float] = {"GPU": 1} if carried.gpu else {}
        if "MEMORY" in self._workers[address].resources:
            wanted["MEMORY"] = carried.memory_bytes
        return wanted

    def begin(self, address: str) -> None:
        """A worker was given a batch."""
        self._workers[address].flying += 1

    def end(self, address: str) -> None:
        """A worker's batch is over, however."""
        if address in self._workers:
            self._workers[address].flying -= 1

    def __contains__(self, address: str) -> bool:
        return address in self._workers

    @property
    def threads(self) -> int:
        """Of all workers together."""
        return sum(one.threads for one in self._workers.values())

    def _has_room(self, one: _Worker) -> bool:
        return one.flying < _AHEAD * one.threads

    def _able(self, one: _Worker, voice: str) -> bool:
        return voice not in one.unfit and not self._lacking(one, voice)

    def _lacking(self, one: _Worker, voice: str) -> str:
        """What a worker does not offer that a voice needs, in words; Dask would let its batches wait for ever."""
        carried = self._voices[voice]
        if carried.gpu and one.resources.get("GPU", 0) < 1:
            return "it offers no GPU (start it with `--resources GPU=1`)"
        if (offered := one.resources.get("MEMORY", math.inf)) < carried.memory_bytes:
            needed = f"the voice needs {carried.memory_bytes / 1e6:,.0f} MB"
            return f"it offers a MEMORY of {offered / 1e6:,.0f} MB, and {needed}"
        return ""

    def _name(self, voice: str) -> str:
        return self._voices[voice].voice.name

    def _reasons(self, client: Any, addresses: Sequence[str]) -> dict[str, list[str]]:
        """For each worker, why it cannot speak with each voice; empty where it can."""
        versions = client.run(eval, _ASK_VERSION, workers=list(addresses), on_error="return")
        wrong = {address: why for address in addresses if (why := _version_doubt(versions.get(address)))}
        same = [address for address in addresses if address not in wrong]
        found: dict[str, Any] = {}
        if same:
            from studio.takes.cluster_worker import fitness

            voices = pickle.dumps(tuple(self._voices.values()))
            found = client.run(fitness, voices, workers=same, on_error="return")
        for address in addresses:
            if not isinstance(found.get(address), list):
                why = wrong.get(address) or f"it does not answer ({found.get(address)})"
                found[address] = [why] * len(self._voices)
        return found


def _version_doubt(told: object) -> str:
    if told == VERSION:
        return ""
    if isinstance(told, ImportError):
        return f"it has no studio, the client has {VERSION}"
    return f"it has studio {told}, the client has {VERSION}"


def _listed(addresses: Sequence[str]) -> str:
    return (
        f"the worker {addresses[0]}" if len(addresses) == 1 else f"each of {len(addresses)} workers ({addresses[0]} …)"
    )
