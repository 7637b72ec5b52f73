"""A back catalogue: what planning and driving 200 hours costs the client, and what cores and a cluster gain.

    python bench/scale.py [--hours 200] [--segments 150000] [--takes 600] [--engine hibari] [--write]

The first part is a simulation: real scripts are read and planned, and replies come from a stub as large as an hour of
speech has them, faster than any cluster would send them. What is left is the client's own work: it verifies every take,
stores it (and drops it again, so that no disk of 40 GB is needed) and counts. The second part makes real takes by one
process, by as many as there are cores, and by a cluster of Dask of the same size; processor time is that of all
processes together, and tells what wall time cannot on a machine that does other things as well.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import tempfile
import zlib
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from studio.engines.contract import Recording
from studio.engines.words import place_marks, word_spans
from studio.kit.events import Event, Events, Progress
from studio.model.show import Voice
from studio.render.narrations import Narrations
from studio.settings.episodes import EpisodeFiles, all_episodes
from studio.settings.workspace import Workspace, open_workspace
from studio.takes import Executor, ProcessExecutor, Reply, TakeOrder, TakeStore, plan_takes
from studio.takes.ahead import Ahead
from studio.takes.cluster import ClusterExecutor
from studio.takes.store import seal_take, unseal_take

PAGE = Path(__file__).resolve().parent.parent / "docs" / "scale.md"
RATE_HZ = 24_000
WORDS = (
    "the service replica leader quorum latency request queue shard index compaction token bucket writes reads every "
    "region because network drops packet client retries until deadline passes while balancer sheds traffic from "
    "overloaded nodes to protect database behind cache that slowly warms after restart and nobody notices"
).split()


def write_show(root: Path, episodes: int, segments: int, words: int) -> None:
    """A show of so many episodes with so many segments each, all different."""
    (root / "voices").mkdir(parents=True)
    (root / "scripts").mkdir()
    (root / "studio.yaml").write_text("title: Catalogue\nauthor: A Maker\nnarrator: narrator\n", encoding="utf-8")
    (root / "voices" / "narrator.yaml").write_text("engine: silent\n", encoding="utf-8")
    chance = random.Random(1)
    for episode in range(episodes):
        lines = [f"---\nid: ep{episode:04}\ntitle: Number {episode}\n---\n"]
        for segment in range(segments):
            text = " ".join(chance.choice(WORDS) for _ in range(words))
            lines.append(f"{text.capitalize()}.{'' if segment % 4 else chr(10)}")
        (root / "scripts" / f"ep{episode:04}.md").write_text("\n".join(lines), encoding="utf-8")


class Fleet:
    """Workers that answer at once: every reply has its own key, its own marks, and as many samples as speech would.

    Args:
        seconds: of sound in each take.
    """

    def __init__(self, seconds: float) -> None:
        self._samples = np.random.default_rng(1).standard_normal(round(seconds * RATE_HZ)).astype(np.float32) * 0.05

    def run(self, orders: Sequence[TakeOrder], events: Events) -> Generator[Reply, None, None]:
        del events
        for order in orders:
            marks = place_marks(word_spans(order.text), {}, len(self._samples))
            entry, info = seal_take(order.key, Recording(self._samples, RATE_HZ, marks))
            yield Reply(order.key, info, entry, busy_s=0.1)

    def close(self) -> None:
        pass


class PassingStore(TakeStore):
    """Verifies and stores every take as the cluster's client does, and drops it again; counts its own work."""

    spent_s = 0.0

    def keep(self, key: str, entry: bytes) -> None:
        began = process_time()
        unseal_take(key, entry)
        super().keep(key, entry)
        self.spent_s += process_time() - began
        self.remove(key)


def memory_mb() -> float:
    """Of this process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def yardstick_s() -> float:
    """Processor seconds of a piece of work that is always the same: a machine with others on it is not."""
    began, words = process_time(), " ".join(WORDS).encode() * 200
    for _ in range(200):
        zlib.crc32(words)
        re.findall(rb"[a-z]{5,}", words[:20_000])
    return process_time() - began


def simulate(hours: float, segments: int) -> Iterator[tuple[str, str, str]]:
    """The rows of the simulation."""
    episodes = max(4, round(hours))
    each, seconds = segments // episodes, hours * 3600 / segments
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_show(root, episodes, each, max(2, round(seconds * 2.65)))
        workspace = open_workspace(root)
        store = PassingStore(workspace.takes)
        ahead = Ahead(workspace.show, store)
        before_mb, found = memory_mb(), all_episodes(workspace.show)
        quarter = len(found) // 4
        first_s, first_mb = plan(ahead, store, workspace, found[:quarter])
        rest_s, _ = plan(ahead, store, workspace, found[quarter:])
        total, planned_mb = ahead.takes, memory_mb()
        plan_s = first_s + rest_s
        growth = plan_s / first_s / (len(found) / quarter)
        yield f"plan of {total:,} segments in {episodes} episodes", "≤ 60 s", f"{plan_s:.1f} s of processor time"
        yield "plan, for each segment", "", f"{plan_s / total * 1e6:.0f} µs"
        again_s, _ = plan(Ahead(workspace.show, store), store, workspace, found)
        yield "the same plan once more", "≤ 0.25 ×", f"{again_s / plan_s:.2f} × ({again_s:.1f} s)"
        yield "plan, growth beyond linear from a quarter to all", "≤ 1.1 ×", f"{growth:.2f} ×"
        yield (
            "memory of what is to be made",
            "",
            f"{planned_mb - before_mb:.0f} MB, {first_mb - before_mb:.0f} MB of a quarter",
        )
        tenths: list[tuple[float, float]] = []  # in yardsticks, and the memory then
        began = process_time()

        def look(event: Event) -> None:
            nonlocal began
            if isinstance(event, Progress) and event.done * 10 % event.total < 10:
                tenths.append(((process_time() - began) / yardstick_s(), memory_mb()))
                began = process_time()

        done = sum(1 for _ in ahead.make(Fleet(seconds), Events(look)))
        assert done == len(found), "an episode was lost"
        early, late = (sum(spent for spent, _ in part) for part in (tenths[:3], tenths[-3:]))
        yield (
            "verify and store a take",
            "",
            f"{store.spent_s / total * 1e3:.2f} ms for {seconds * RATE_HZ * 2 / 1e3:.0f} kB",
        )
        yield (
            "drive, a take of the last three tenths against one of the first three, as the machine was then",
            "≤ 1.1 ×",
            f"{late / early:.2f} ×",
        )
        told = ", ".join(f"{mb:.0f}" for _, mb in tenths)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
        yield "memory of the client at each tenth", "flat, ≤ 1000 MB", f"{told} MB; at most {peak:.0f} MB"


def plan(ahead: Ahead, store: TakeStore, workspace: Workspace, episodes: Sequence[EpisodeFiles]) -> tuple[float, float]:
    """Processor seconds for reading and planning some episodes as ``render --all`` does, and the memory afterwards."""
    began, narrations = process_time(), Narrations(workspace)
    for episode in episodes:
        source, segments = narrations.read(episode)
        plans = plan_takes(segments, workspace.show, store, episode=episode, source=source, compared=False)
        ahead.want(episode.id, plans)
    return process_time() - began, memory_mb()


def compare(takes: int, engine: str) -> Iterator[tuple[str, str, str]]:
    """The rows of real takes: one process, all cores, a cluster of as many."""
    cores = len(os.sched_getaffinity(0))
    chance = random.Random(2)
    texts = [" ".join(chance.choice(WORDS) for _ in range(12)).capitalize() + "." for _ in range(takes)]
    orders = [TakeOrder(f"{n:064x}", Voice("narrator", engine), Path(), text) for n, text in enumerate(texts)]
    one_s, one_cpu = timed(ProcessExecutor(1), orders)
    all_s, all_cpu = timed(ProcessExecutor(cores), orders)
    far_s, far_cpu = timed(ClusterExecutor("local", cores), orders)
    yield f"{takes} takes by {engine}, one process", "", f"{one_s:.1f} s (processor time {one_cpu:.1f} s)"
    yield (
        f"{cores} processes: efficiency",
        "",
        f"{one_s / all_s / cores:.2f} (processor time {all_cpu / one_cpu:.2f} ×)",
    )
    overhead_ms = (far_cpu - all_cpu) / takes * 1e3
    yield (
        "the same on a cluster, against processes",
        "",
        f"{far_s / all_s:.2f} × (processor time {far_cpu / all_cpu:.2f} ×, {overhead_ms:.2f} ms more for each take)",
    )


def timed(executor: Executor, orders: Sequence[TakeOrder]) -> tuple[float, float]:
    """Wall and processor seconds from the first order to the last reply."""
    began, cpu = perf_counter(), _cpu_s()
    count = sum(reply.info is not None for reply in executor.run(orders, Events()))
    executor.close()
    assert count == len(orders), "a take was lost"
    return perf_counter() - began, _cpu_s() - cpu


def _cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--hours", type=float, default=200)
    options.add_argument("--segments", type=int, default=150_000)
    options.add_argument("--takes", type=int, default=600)
    options.add_argument("--engine", default="hibari")
    options.add_argument("--write", action="store_true", help="put the table into docs/scale.md")
    given = options.parse_args()
    lines = ["| figure | bar | measured |", "|---|---|---|"]
    for rows in (simulate(given.hours, given.segments), compare(given.takes, given.engine) if given.takes else ()):
        for figure, bar, measured in rows:
            lines.append(f"| {figure} | {bar} | {measured} |")
            print(lines[-1], flush=True)
    if given.write:
        table = "<!-- bench/scale.py -->\n" + "\n".join(lines) + "\n<!-- end -->"
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(re.sub("(?s)<!-- bench/scale.py -->.*?<!-- end -->", lambda _: table, page), encoding="utf-8")


if __name__ == "__main__":
    main()
