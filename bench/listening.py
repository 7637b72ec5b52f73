"""Proof of listening: how many planted faults are found, and how many clean takes are objected to.

    python bench/listening.py [--episodes ep16 ep17 ep18] [--clean N] [--faults N] [--cache FOLDER]

Takes of the show's own voices are made, heard and judged as `studio listen` does it; then faults are planted in them
(``bench/faults.py``), each kind in N takes. Everything is kept in the cache folder: a run that was interrupted goes on.
Exit code 1 where recall is below 95 % or more than 1 % of clean takes fail.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from faults import FAULTS, Planting

from studio.engines.contract import Recording
from studio.kit.events import Event, Events, Progress
from studio.listening import Heard, hear_takes, open_ear, report
from studio.model.takes import Take
from studio.narration.read import read_episode
from studio.settings.episodes import find_episode
from studio.settings.show import load_show
from studio.takes import TakePlan, TakeStore, make_takes, plan_takes
from studio.takes.store import seal_take

LEAST_RECALL, MOST_FALSE_ALARMS = 0.95, 0.01
_OTHERS = 60


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episodes", nargs="+", default=["ep16", "ep17", "ep18"])
    parser.add_argument("--clean", type=int, default=1_000_000, help="how many clean takes to hear")
    parser.add_argument("--faults", type=int, default=100, help="how many takes get a fault of each kind")
    parser.add_argument("--cache", type=Path, default=Path("build/.cache/bench-listening"))
    parser.add_argument("--show", type=Path, default=Path(__file__).parent.parent)
    parser.add_argument("--verbose", action="store_true", help="name every false alarm and every fault that is missed")
    arguments = parser.parse_args()
    store = TakeStore(arguments.cache / "takes")
    events = Events(_tell)
    clean = _takes(arguments.show, arguments.episodes, store, events)
    np.random.default_rng(1).shuffle(clean)  # type: ignore[arg-type]
    clean = clean[: arguments.clean]
    planted = {name: _planted(number, name, clean, arguments.faults, store) for number, name in enumerate(FAULTS)}
    ear = open_ear("en")
    everything = [*clean, *(plan for plans in planted.values() for plan in plans)]
    heard = iter(hear_takes(everything, store, ear, events))
    found = [next(heard) for _ in clean]
    alarms = [one for one in found if one.faults]
    summary = report(found, ear)
    print(f"\n{summary.recogniser} ({summary.version}), {len(clean)} takes, word error {summary.word_error:.2%}\n")
    print(
        f"| | takes | found |\n|---|---|---|\n| clean | {len(clean)} | {len(alarms)} ({len(alarms) / len(clean):.1%}) |"
    )
    passed = len(alarms) <= MOST_FALSE_ALARMS * len(clean)
    if arguments.verbose:
        _list(alarms, "false alarm")
    for name, plans in planted.items():
        bad = [next(heard) for _ in plans]
        missed = [one for one in bad if not one.faults]
        recall = 1 - len(missed) / len(bad)
        passed = passed and recall >= LEAST_RECALL
        print(f"| {name} | {len(bad)} | {len(bad) - len(missed)} ({recall:.0%}) |")
        if arguments.verbose:
            _list(missed, "missed")
    return 0 if passed else 1


def _takes(folder: Path, episodes: Sequence[str], store: TakeStore, events: Events) -> list[TakePlan]:
    """The takes of episodes that passed the quality checks, made where they are missing."""
    show = load_show(folder)
    plans: list[TakePlan] = []
    for name in episodes:
        episode = find_episode(show, name)
        script, narration = read_episode(show, episode, skip_unspeakable=True)
        planned = plan_takes(narration.segments, show, store, source=script.source, allow_bad=True)
        (made,) = make_takes([planned], show, store, None, events, allow_bad=True)
        plans += [replace(plan, info=info, reason=None) for plan, info in zip(planned, made.infos, strict=True)]
    return [plan for plan in {plan.key: plan for plan in plans}.values() if plan.info and not plan.info.flaws]


def _planted(number: int, name: str, clean: Sequence[TakePlan], count: int, store: TakeStore) -> list[TakePlan]:
    """Takes with a fault, which are kept in the store under keys of their own."""
    others: dict[str, list[Take]] = {}
    for plan in clean[-_OTHERS:]:
        others.setdefault(plan.cast.voice.name, []).append(store.load(plan.key))
    planted = []
    for index, plan in enumerate(clean[:count]):
        take = store.load(plan.key)
        speech = others.get(plan.cast.voice.name) or [take for takes in others.values() for take in takes]
        bad = FAULTS[name](Planting(np.random.default_rng([number, index]), take, plan.segment.spoken, speech))
        key = f"{plan.key[:58]}{number:06}"
        entry, info = seal_take(key, Recording(bad.samples, take.rate_hz, take.marks))
        store.keep(key, entry)
        planted.append(replace(plan, key=key, info=info, where=f"{plan.where} ({name}: {bad.what})"))
    return planted


def _list(takes: Sequence[Heard], what: str) -> None:
    for one in takes:
        faults = "; ".join(map(str, one.faults))
        print(f"    {what}: {one.plan.where} {faults}\n      {one.plan.segment.spoken}\n      {one.hearing.text}")


def _tell(event: Event) -> None:
    if isinstance(event, Progress) and (event.done % 20 == 0 or event.done == event.total):
        print(f"\r{event.stage} {event.done} of {event.total}  ", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
