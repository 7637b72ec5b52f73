"""Hear the takes of an episode, each once, and hold them against what should be heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.kit.errors import StudioError
from studio.kit.events import Events
from studio.kit.threads import processors
from studio.listening.compare import Comparison, compare
from studio.listening.kept import Hearing, KeptHearings
from studio.listening.pace import Length, pauses_in, surplus_s
from studio.listening.silence import longest_silence
from studio.listening.sounds import pronouncing
from studio.listening.verdict import Fault, judge

if TYPE_CHECKING:
    from studio.listening.ear import Ear
    from studio.takes.plan import TakePlan
    from studio.takes.store import TakeStore


@dataclass(frozen=True, slots=True)
class Heard:
    """A take, what was heard of it, how that differs from its text, and what is wrong with it (nothing is a pass)."""

    plan: TakePlan
    hearing: Hearing
    comparison: Comparison
    faults: tuple[Fault, ...]


def hear_takes(
    plans: Sequence[TakePlan],
    store: TakeStore,
    ear: Ear,
    events: Events | None = None,
    *,
    jobs: int | None = None,
) -> tuple[Heard, ...]:
    """Hear every take that is there; what was heard before is not heard again.

    Args:
        plans: of the segments.
        store: where takes, and beside them what was heard, are kept.
        ear: who hears.
        events: told ``listening`` done and to be done after every take.
        jobs: takes heard at once, by default one per core.

    Returns:
        One for each plan whose take is there, in the order of the plans.

    Raises:
        StudioError: ``not-heard``, the recogniser failed on a take; ``take-lost``; the disk is full.
    """
    events = events or Events()
    present = [plan for plan in plans if plan.present]
    kept = KeptHearings(store, ear, events)
    hearings = {plan.key: kept.find(plan.key) for plan in present}
    missing: dict[str, TakePlan] = {}
    for plan in present:
        if hearings[plan.key] is None:
            missing.setdefault(plan.key, plan)
    for done, (key, heard) in enumerate(_hear(list(missing.values()), store, ear, jobs or processors()), 1):
        kept.keep(key, heard)
        hearings[key] = heard
        events.progress("listening", done, len(missing))
    return _judged(present, [hearing for plan in present if (hearing := hearings[plan.key]) is not None])


def named(plan: TakePlan) -> str:
    """A segment as messages name it."""
    return f"segment {plan.segment.number}, {plan.where}" if plan.where else f"segment {plan.segment.number}"


def _judged(plans: Sequence[TakePlan], hearings: Sequence[Hearing]) -> tuple[Heard, ...]:
    with pronouncing() as pronounce:
        comparisons = [
            compare(plan.segment.spoken, hearing.text, pronounce, plan.segment.pronunciations)
            for plan, hearing in zip(plans, hearings, strict=True)
        ]
    surplus = _surplus_s(plans, hearings, comparisons)
    return tuple(
        Heard(plan, hearing, comparison, judge(comparison, hearing.silence, hearing.length_s, over_s))
        for plan, hearing, comparison, over_s in zip(plans, hearings, comparisons, surplus, strict=True)
    )


def _surplus_s(
    plans: Sequence[TakePlan], hearings: Sequence[Hearing], comparisons: Sequence[Comparison]
) -> list[float]:
    """By how much each take is longer than its voice needs; what people record keeps no such pace."""
    lengths: dict[str, dict[int, Length]] = {}
    for number, (plan, hearing, comparison) in enumerate(zip(plans, hearings, comparisons, strict=True)):
        if plan.recording is None:
            take = Length(comparison.sounds, pauses_in(plan.segment.spoken), hearing.length_s)
            lengths.setdefault(plan.cast.voice.name, {})[number] = take
    surplus = [0.0] * len(plans)
    for takes in lengths.values():
        for number, over_s in zip(takes, surplus_s(list(takes.values())), strict=True):
            surplus[number] = over_s
    return surplus


def _hear(plans: Sequence[TakePlan], store: TakeStore, ear: Ear, jobs: int) -> Iterator[tuple[str, Hearing]]:
    """Keys and what was heard, as it comes; threads are enough, since recognisers compute outside the interpreter."""
    with ThreadPoolExecutor(jobs) as pool:
        waiting = {pool.submit(_hear_one, plan, store, ear): plan.key for plan in plans}
        try:
            for future in as_completed(waiting):
                yield waiting[future], future.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _hear_one(plan: TakePlan, store: TakeStore, ear: Ear) -> Hearing:
    take = store.load(plan.key)
    try:
        text = ear.recogniser.hear(take.samples, take.rate_hz)
    except StudioError:
        raise
    except Exception as error:
        raise StudioError(
            "not-heard",
            f"the recogniser {ear.name} failed on segment {plan.segment.number}: {type(error).__name__}: {error}",
            where=plan.where or None,
            hint="What was heard so far is kept; hear this segment with `studio preview`.",
        ) from error
    return Hearing(
        " ".join(text.split()),
        round(len(take.samples) / take.rate_hz, 3),
        longest_silence(take.samples, take.rate_hz),
    )
