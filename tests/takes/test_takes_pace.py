"""How long a render will take is told from what earlier takes took here, else from what the engine declares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from commands import plan, render

from studio.cli import main
from studio.engines import find_engine
from studio.model.narration import Segment
from studio.model.show import Show, Voice
from studio.model.takes import TakeInfo
from studio.takes import Reply, TakePlan, TakeStore, expected_s, plan_takes
from studio.takes.pace import Pace

Segments = Callable[..., tuple[Segment, ...]]
MakeShow = Callable[..., Show]
TEXTS = tuple(f"Sentence number {number} has about fifty letters in all, it is." for number in range(20))


@pytest.fixture(autouse=True)
def cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studio.takes.pace.processors", lambda: 2)


@pytest.fixture
def plans(store: TakeStore, segments: Segments, make_show_of: MakeShow) -> tuple[TakePlan, ...]:
    return plan_takes(segments(*TEXTS), make_show_of(Voice("n", "espeak")), store)


def _work(plans: tuple[TakePlan, ...], store: TakeStore, *, sound_s: float, busy_s: float) -> None:
    pace = Pace()
    for one in plans:
        pace.note(one.cast, Reply(one.key, TakeInfo(one.key, round(sound_s * 1000), 1000, ()), busy_s=busy_s))
    pace.keep(store)


def test_an_engine_that_was_never_heard_is_believed(plans: tuple[TakePlan, ...], store: TakeStore) -> None:
    speech_s = sum(map(len, TEXTS)) / 16
    expected = speech_s / find_engine("espeak").info.speed / 2
    assert expected_s(plans, store) == pytest.approx(expected, rel=0.1)


def test_what_was_measured_here_counts_from_then_on(plans: tuple[TakePlan, ...], store: TakeStore) -> None:
    before = expected_s(plans, store)
    _work(plans, store, sound_s=4, busy_s=4 * 2)
    slow = expected_s(plans, store)
    assert slow == pytest.approx(before * find_engine("espeak").info.speed * 2)
    _work(plans, store, sound_s=4, busy_s=4)
    assert expected_s(plans, store) == pytest.approx(slow / 2)


def test_a_few_seconds_of_sound_prove_nothing(plans: tuple[TakePlan, ...], store: TakeStore) -> None:
    before = expected_s(plans, store)
    _work(plans[:2], store, sound_s=3, busy_s=60)
    assert expected_s(plans, store) == before


def test_speeds_of_two_models_of_an_engine_are_kept_apart(plans: tuple[TakePlan, ...], store: TakeStore) -> None:
    _work(plans, store, sound_s=4, busy_s=8)
    others = tuple(replace(one, cast=replace(one.cast, model=("a" * 64,))) for one in plans)
    assert expected_s(others, store) < expected_s(plans, store) / 100


@pytest.mark.parametrize("record", [b"", b"[]", b"nonsense", b'{"espeak": "fast"}', b'{"espeak": 0}', b"\xff", b"null"])
def test_a_damaged_record_is_no_record(record: bytes, plans: tuple[TakePlan, ...], store: TakeStore) -> None:
    before = expected_s(plans, store)
    store.root.mkdir(parents=True, exist_ok=True)
    (store.root / "speeds.json").write_bytes(record)
    assert expected_s(plans, store) == before


def test_takes_that_are_there_recordings_and_repetitions_cost_nothing(
    plans: tuple[TakePlan, ...], store: TakeStore
) -> None:
    assert expected_s([replace(one, reason=None) for one in plans], store) == 0
    assert expected_s([replace(one, recording=Path("a.wav")) for one in plans], store) == 0
    assert expected_s([*plans, *plans], store) == expected_s(plans, store)


def test_one_process_at_a_time_takes_longer(plans: tuple[TakePlan, ...], store: TakeStore) -> None:
    engine = find_engine("kokoro")
    alone = tuple(replace(one, cast=replace(one.cast, engine=engine)) for one in plans)
    assert expected_s(alone, store) == pytest.approx(sum(map(len, TEXTS)) / 16 / engine.info.speed, rel=0.1)


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.0, "1 s"), (61, "61 s"), (100, "2 min"), (3599, "60 min"), (9000, "2 h 30 min")]
)
def test_the_time_is_told_as_one_says_it(
    seconds: float, told: str, make_show: Callable[..., Path], capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("studio.takes.expected_s", lambda *_: seconds)
    assert main(["plan", "ep01", "--show", str(make_show())]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"making them takes about {told}"


def test_a_plan_tells_it_for_drafts_and_finals(
    make_show: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_show()
    (root / "voices" / "narrator.yaml").write_text("engine: silent\nfinal: {engine: espeak}\n")
    assert 0 < plan(root).expected_s <= plan(root, final=True).expected_s
    assert main(["plan", "ep01", "--final", "--show", str(root)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "making them takes about 1 s"
    render(root)
    assert (plan(root).expected_s, plan(root, final=True).expected_s > 0) == (0, True)
