"""The show's own episodes: what they promise is in them, and their figures follow from each other."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from commands import workspace_of

from studio.actions.lint import Checked, lint
from studio.model.script import Mark
from studio.model.show import Show
from studio.settings.episodes import all_episodes
from studio.settings.show import load_show

ROOT = Path(__file__).parents[2]
EPISODES = ("ep16", "ep17", "ep18")
SHORTEST_WORDS = 6_000


@cache
def show() -> Show:
    return load_show(ROOT)


@cache
def checked(episode: str) -> Checked:
    (found,) = lint(workspace_of(show()), [episode])
    return found


def marks(episode: str) -> list[Mark]:
    return [m for section in checked(episode).script.sections for block in section.blocks for m in block.marks]


def spoken_text(episode: str) -> str:
    blocks = [block for section in checked(episode).script.sections for block in section.blocks if block.kind.is_spoken]
    return "\n".join(block.text.replace("\n", " ") for block in blocks)


def test_every_script_is_known_here() -> None:
    assert set(EPISODES) <= {one.id for one in all_episodes(show())}


@pytest.mark.parametrize("episode", EPISODES)
def test_the_linter_finds_nothing(episode: str) -> None:
    assert [f"{d.location}: {d.code} {d.message}" for d in checked(episode).diagnostics] == []


@pytest.mark.parametrize("episode", EPISODES)
def test_an_episode_is_a_full_one(episode: str) -> None:
    script = checked(episode).script
    chapters = [section for section in script.sections if section.is_chapter]
    assert len(spoken_text(episode).split()) >= SHORTEST_WORDS
    assert len(chapters) >= 8
    assert {section.pillar for section in chapters} >= {pillar.id for pillar in show().pillars}


@pytest.mark.parametrize("episode", EPISODES)
def test_targets_are_met_by_distinct_thoughts(episode: str) -> None:
    found = marks(episode)
    counts = Counter(mark.kind for mark in found)
    assert checked(episode).script.episode.targets
    for kind, target in checked(episode).script.episode.targets.items():
        assert counts[kind] >= target, kind
    for kind in ("zoom-in", "zoom-out", "definition"):
        assert counts[kind] >= 1, kind
    spans = sorted((mark.span.start, mark.span.end) for mark in found)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans)), "marks overlap"
    assert len({mark.text for mark in found if mark.kind != "metric"}) == len([m for m in found if m.kind != "metric"])


@pytest.mark.parametrize("episode", EPISODES)
def test_every_why_not_names_its_own_alternative(episode: str) -> None:
    options = [dict(mark.attributes).get("option", "") for mark in marks(episode) if mark.kind == "why-not"]
    assert all(options)
    assert len(set(options)) == len(options)


def fleet(requests: float, load: float) -> float:
    """Servers of 1,000 requests per second at a load."""
    return requests / 1_000 / load


def fullest(n: int) -> float:
    """Expected share of the largest of ``n`` random arcs, in units of the average."""
    return sum(1 / k for k in range(1, n + 1))


def backlog() -> float:
    """Requests that wait when capacity for 100,000 at 65 % meets a doubling in 4 minutes, until minute 6."""
    capacity = 100_000 / 0.65
    crossed_s = (capacity - 100_000) / 100_000 * 240
    return (200_000 - capacity) * ((240 - crossed_s) / 2 + 120)


def worst_waste() -> float:
    """Largest share of a chunk that an object can waste: rungs a quarter apart, rounded up to eight bytes."""
    rungs = [96]
    while rungs[-1] < 2**19:
        rungs.append(math.ceil(rungs[-1] * 5 // 4 / 8) * 8)
    return max((upper - lower - 1) / upper for lower, upper in itertools.pairwise(rungs))


def up_at_least(quorum: int, copies: int, p: float) -> float:
    return sum(math.comb(copies, k) * p**k * (1 - p) ** (copies - k) for k in range(quorum, copies + 1))


YEAR_S = 365.25 * 86_400
LSTM = 4 * (128 * (128 + 12) + 128)

FIGURES = [
    ("ep16", "580,000 years", 2**64 / 1e6 / YEAR_S, 580_000),
    ("ep16", "8,900 years", 2**48 / 1e3 / YEAR_S, 8_900),
    ("ep16", "65,536 events", 2**16, 65_536),
    ("ep16", "1.6 kB", 100 * 16 / 1e3, 1.6),
    ("ep16", "800 B", 100 * (1 + math.ceil((math.log2(92 * 86.4e6) + 16) / 7)), 800),
    ("ep16", "99.97%", 100 * up_at_least(2, 3, 0.99), 99.97),
    ("ep16", "99.999%", 100 * up_at_least(3, 5, 0.99), 99.999),
    ("ep16", "97% for writes", 100 * 0.99**3, 97),
    ("ep16", "3% of the time", 100 * (1 - 0.99**3), 3),
    ("ep16", "0.03%", 100 * up_at_least(2, 3, 0.01), 0.03),
    ("ep16", "two cases out of three", math.comb(2, 1) / math.comb(3, 1), 2 / 3),
    ("ep16", "50,000 writes per second", 50 / 0.001, 50_000),
    ("ep16", "16 MB", 1e6 * 16 / 1e6, 16),
    ("ep16", "5%", 100 * (1 - math.exp(-10 * 0.005)), 5),
    ("ep16", "0.4 cores", 100_000 * 12e-6 / 3, 0.4),
    ("ep16", "ten connections", 2_000 * 0.005, 10),
    ("ep16", "250 million samples", 70_000 * 3_600 / 1e6, 250),
    ("ep16", "4 GB", 70_000 * 3_600 * 16 / 1e9, 4),
    ("ep17", "8 million requests", backlog() / 1e6, 8),
    ("ep17", "50 s", backlog() / (100_000 / 0.65), 52),
    ("ep17", "56 ms", 5_570 / 100, 56),
    ("ep17", "28 ms", 8 + 15 + 5.2, 28),
    ("ep17", "2,800 requests in flight", 100_000 * 0.028, 2_800),
    ("ep17", "5,600 requests in flight", 200_000 * 0.028, 5_600),
    ("ep17", "50 ms", 10 / (1 - 0.80), 50),
    ("ep17", "200 ms", 10 / (1 - 0.95), 200),
    ("ep17", "6% of headroom", 100 * 2 / math.sqrt(1_000), 6.3),
    ("ep17", "45% of headroom", 100 * 2 / math.sqrt(20), 45),
    ("ep17", "14%", 100 * 2 / math.sqrt(200), 14),
    ("ep17", "72,000 weights", LSTM, 72_000),
    ("ep17", "290 kB", LSTM * 4 / 1e3, 290),
    ("ep17", "$550,000 a year", 125 * 0.5 * YEAR_S / 3_600, 550_000),
    ("ep17", "250 servers to 125", fleet(100_000, 0.4) / fleet(100_000, 0.8), 250 / 125),
    ("ep17", "to about 8%", 100 / math.sqrt(150), 8),
    ("ep17", "180 kB", 100 * 150 * 12 / 1e3, 180),
    ("ep17", "fourteen comparisons", math.log2(100 * 150), 14),
    ("ep17", "five times the average", fullest(100), 5.2),
    ("ep17", "12 MB", 100 * 10_000 * 12 / 1e6, 12),
    ("ep17", "650 kB/s", 65_536 / 0.1 / 1e3, 650),
    ("ep17", "5.2 ms", 0.001 + 0.2 * 1 + 0.05 * 100, 5.2),
    ("ep17", "$50M", 1e9 * 0.05 / 1e6, 50),
    ("ep17", "42 classes", math.ceil(math.log(2**20 / 96, 1.25)), 42),
    ("ep17", "16%", 100 * (1 - 1_000 / 1_184), 16),
    ("ep17", "21%", 100 * worst_waste(), 21),
    ("ep17", "33 times", 1 / 0.03, 33),
    ("ep17", "98 servers", math.sqrt((1 - 0.03) / 1e-4), 98),
    ("ep17", "20 times", 98 / (1 + 0.03 * 97 + 1e-4 * 98 * 97), 20),
    ("ep17", "263", fleet(210_000, 0.8), 263),
    ("ep17", "76% utilization", 100 * fleet(200_000, 1) / 263, 76),
    ("ep17", "8% of traffic", 5 + 15 * 25 / 125, 8),
    ("ep17", "53 minutes per year", YEAR_S / 60 * 1e-4, 53),
    ("ep17", "26 minutes per year", YEAR_S / 60 * 0.5e-4, 26),
    ("ep18", "99.8%", 100 * 0.9999**20, 99.8),
    ("ep18", "seventeen hours", (1 - 0.9999**20) * YEAR_S / 3_600, 17.5),
    ("ep18", "99.9995%", 100 * 0.9999 ** (1 / 20), 99.9995),
    ("ep18", "99.96%", 100 * 0.9999**4, 99.96),
    ("ep18", "63% of requests", 100 * (1 - 0.99**100), 63),
    ("ep18", "99.99%", 100 * (1 - 1e-3 * 0.10), 99.99),
    ("ep18", "99.995%", 100 * (1 - 1e-3 * 0.05), 99.995),
    ("ep18", "37%", 100 * (1 - 1e-3) ** 1_000, 37),
    ("ep18", "19,900 lines", 200 * 199 / 2, 19_900),
    ("ep18", "1,500 lines", 200 * math.log2(200), 1_500),
    ("ep18", "sixteen people", 2 * 19_900 / 60 / 40, 16.5),
    ("ep18", "6 GB/s", 500e12 / 86_400 / 1e9, 5.8),
    ("ep18", "38%", 100 * (1.15 * 1.20 - 1), 38),
    ("ep18", "$3.3M a year", (2_760 - 2_000) * 0.5 * YEAR_S / 3_600 / 1e6, 3.3),
    ("ep18", "276 GB", 2_760 * 0.1, 276),
    ("ep18", "81 calls", 3**4, 81),
    ("ep18", "1.5 times", 1.1**4, 1.46),
    ("ep18", "36,000 years", 2**60 / 1e6 / YEAR_S, 36_500),
    ("ep18", "24,000 requests", 16 * 0.0015 * 0.9985 / 0.001**2, 24_000),
    ("ep18", "24 s", 24_000 / (100_000 * 0.01), 24),
    ("ep18", "4.3 minutes", 30 * 24 * 60 * 1e-4, 4.3),
    ("ep18", "3 s", 300 * 0.01, 3),
    ("ep18", "7 months", 30 / 4.3, 7),
]


@pytest.mark.parametrize(("episode", "phrase", "computed", "stated"), FIGURES, ids=lambda value: str(value)[:28])
def test_figures_follow_from_their_premises(episode: str, phrase: str, computed: float, stated: float) -> None:
    assert phrase in spoken_text(episode)
    assert computed == pytest.approx(stated, rel=0.05)
    if phrase.startswith("99."):  # nines differ far behind the point: compare what is missing
        assert 100 - computed == pytest.approx(100 - stated, rel=0.05)
