"""Orders go to an executor, takes come home by value; none is lost, wherever and however they are made."""

from __future__ import annotations

import errno
import itertools
import pickle
import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

import pytest

from studio.kit.errors import StudioError
from studio.kit.events import Event, Events, Progress
from studio.model.narration import Segment
from studio.model.show import Show, Voice
from studio.model.source import Source
from studio.settings.episodes import EpisodeFiles
from studio.takes import ProcessExecutor, Ready, Reply, TakeOrder, TakeStore, make_takes, plan_takes
from studio.takes.take import make_batch

Segments = Callable[..., tuple[Segment, ...]]
MakeShow = Callable[..., Show]

FEW_DESCRIPTORS = """
import os, resource, sys
from pathlib import Path
from studio.kit.errors import StudioError
from studio.kit.events import Events, Progress
from studio.model.show import Voice
from studio.takes import *

voice = Voice("n", "silent")
orders = [TakeOrder(f"{number:064}", voice, Path(), f"Sentence {number}.") for number in range(6)]
list(ProcessExecutor(1).run(orders[:1], Events()))  # imports what it needs
most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
used = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 10
for free in (2, 6, 9, 12, 15, 40):
    resource.setrlimit(resource.RLIMIT_NOFILE, (used + free, most))
    events = Events()
    try:
        keys = sorted(reply.key for reply in ProcessExecutor(4).run(orders, events) if reply.info)
        assert keys == [order.key for order in orders], (free, keys)
        print("made", len(events.warnings))
    except StudioError as error:
        print(error.code)
"""


class ElsewhereExecutor:
    """Stands for another machine: what goes there and comes back is bytes, the last order first."""

    def __init__(self) -> None:
        self.orders: list[str] = []

    def run(self, orders: Sequence[TakeOrder], events: Events) -> Generator[Reply, None, None]:
        del events
        for order in reversed(pickle.loads(pickle.dumps(tuple(orders)))):
            self.orders.append(order.text)
            for reply in make_batch([order]):
                yield pickle.loads(pickle.dumps(reply))

    def close(self) -> None:
        pass


def _episode(root: Path, name: str) -> EpisodeFiles:
    return EpisodeFiles(
        name,
        root / "scripts" / f"{name}.md",
        root / "build" / name,
        root / "scripts" / f"{name}.takes.yaml",
        root / "recordings" / name,
    )


def test_takes_made_elsewhere_are_the_same(tmp_path: Path, segments: Segments, make_show_of: MakeShow) -> None:
    show = make_show_of(Voice("n", "espeak"))
    wanted = segments("Caches lie.", "Clocks lie too.", "Queues grow at night.")
    bytes_of = []
    for name, executor in (("here", ProcessExecutor(2)), ("there", ElsewhereExecutor())):
        store = TakeStore(tmp_path / name)
        (made,) = make_takes([plan_takes(wanted, show, store)], show, store, executor)
        assert [info.key for info in made.infos] == [plan.key for plan in plan_takes(wanted, show, store)]
        bytes_of.append([store.path(key).read_bytes() for key in store])
    assert bytes_of[0] == bytes_of[1]


def test_each_take_is_kept_before_the_next_one_comes(
    store: TakeStore, segments: Segments, make_show_of: MakeShow
) -> None:
    show = make_show_of(Voice("n", "silent"))
    kept: list[int] = []
    events = Events(lambda event: kept.append(len(list(store))) if isinstance(event, Progress) else None)
    make_takes([plan_takes(segments("One.", "Two.", "Three."), show, store)], show, store, ElsewhereExecutor(), events)
    assert kept == [1, 2, 3]


def test_episodes_are_made_in_one_call_and_share_what_both_say(
    store: TakeStore, segments: Segments, make_show_of: MakeShow
) -> None:
    show = make_show_of(Voice("n", "silent"))
    first, second = (_episode(show.root, name) for name in ("ep01", "ep02"))
    texts = {first: ("Welcome.", "Caches lie.", "Goodbye."), second: ("Welcome.", "Clocks lie.", "Goodbye.")}
    plans = [plan_takes(segments(*said), show, store, episode=episode) for episode, said in texts.items()]
    executor = ElsewhereExecutor()
    seen: list[Event] = []
    made = make_takes(plans, show, store, executor, Events(seen.append), whole_episodes=True)
    assert sorted(executor.orders) == ["Caches lie.", "Clocks lie.", "Goodbye.", "Welcome."]
    assert [(one.made, one.reused) for one in made] == [(3, 0), (1, 2)]
    assert (made[0].infos[0], made[0].infos[2]) == (made[1].infos[0], made[1].infos[2])
    assert [one for one in seen if isinstance(one, Progress)] == [Progress("takes", done, 4) for done in (1, 2, 3, 4)]
    for episode, said in texts.items():  # the next plan of each compares with its own last render
        changed = plan_takes(segments(said[0], "Something else.", said[2]), show, store, episode=episode)
        assert [plan.reason for plan in changed] == [None, "text changed", None]


@pytest.mark.usefixtures("faulty")
def test_failures_of_several_episodes_name_their_own_lines(
    store: TakeStore, segments: Segments, make_show_of: MakeShow
) -> None:
    show = make_show_of(Voice("n", "faulty"))
    plans = [
        plan_takes(segments(*texts), show, store, source=Source(f"scripts/{name}.md", "x" * 9 + "\n" + "y" * 90))
        for name, texts in (("ep01", ("Good.", "Please raise now.")), ("ep02", ("Please empty now.", "Also good.")))
    ]
    with pytest.raises(StudioError) as caught:
        make_takes(plans, show, store, ElsewhereExecutor())
    assert str(caught.value) == (
        "2 takes could not be made; segment 2, scripts/ep01.md:2:11: ValueError: cannot say this; "
        "segment 1, scripts/ep02.md:2:1: the engine gives no audio"
    )


@pytest.mark.usefixtures("faulty")
def test_an_executor_that_loses_an_order_is_found_out(
    store: TakeStore, segments: Segments, make_show_of: MakeShow
) -> None:
    class Forgetful(ElsewhereExecutor):
        def run(self, orders: Sequence[TakeOrder], events: Events) -> Generator[Reply, None, None]:
            yield from super().run(orders[1:], events)

    show = make_show_of(Voice("n", "silent"))
    with pytest.raises(StudioError, match="segment 1: nobody made it"):
        make_takes([plan_takes(segments("One.", "Two."), show, store)], show, store, Forgetful())


def test_processes_that_cannot_be_started_lose_no_order(
    store: TakeStore, segments: Segments, make_show_of: MakeShow, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = make_show_of(Voice("n", "silent"))
    plans = plan_takes(segments(*(f"Sentence {number}." for number in "ABCDEFGH")), show, store)
    real, wanted = subprocess.Popen, itertools.count()

    def scarce(*arguments: object, **settings: object) -> object:
        if next(wanted) >= allowed:
            raise OSError(errno.EMFILE, "Too many open files")
        return real(*arguments, **settings)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", scarce)
    allowed = 0
    with pytest.raises(StudioError) as caught:
        make_takes([plans], show, store, ProcessExecutor(4))
    assert caught.value.code == "worker-failed"
    assert str(caught.value) == "the process that makes takes does not start (Too many open files)"

    allowed = next(wanted) + 2
    events = Events()
    (made,) = make_takes([plans], show, store, ProcessExecutor(4), events)
    assert made.made == 8
    assert events.warnings == [
        "3 of 4 processes that make takes could not be started, the others did the work: "
        "the process that makes takes does not start (Too many open files)"
    ]


def test_with_few_descriptors_all_is_made_or_one_error_says_why() -> None:
    pytest.importorskip("resource", reason="this system limits no descriptors")
    done = subprocess.run([sys.executable, "-c", FEW_DESCRIPTORS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = done.stdout.split("\n")[:-1]
    assert set(told) <= {"worker-failed", "made 0", "made 1"}
    assert (told[0], told[-1]) == ("worker-failed", "made 0")


@pytest.mark.usefixtures("faulty")
def test_a_process_that_is_ready_early_makes_the_first_takes(segments: Segments, make_show_of: MakeShow) -> None:
    order = TakeOrder("0" * 64, Voice("n", "faulty"), Path(), "A good sentence.")
    with ProcessExecutor(1, ready=Ready(order.voice, order.root)) as executor:
        for _ in range(2):
            (reply,) = executor.run([order], Events())
            assert reply.info is not None
            assert reply.key == reply.info.key == order.key


@pytest.mark.usefixtures("faulty")
def test_an_engine_that_batches_gets_its_sentences_together(
    tmp_path: Path, store: TakeStore, segments: Segments, make_show_of: MakeShow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BATCHES", str(tmp_path / "batches"))
    texts = [f"Sentence {letter}." for letter in "ABCDEFG"]
    alone = make_show_of(Voice("n", "silent"))
    (expected,) = make_takes([plan_takes(segments(*texts), alone, store)], alone, store)
    show = make_show_of(Voice("n", "batching"))
    (made,) = make_takes([plan_takes(segments(*texts), show, store)], show, store, ProcessExecutor(1))
    assert (tmp_path / "batches").read_text().split() == ["3", "3", "1"]
    lengths = [[info.length_samples for info in one.infos] for one in (made, expected)]
    assert lengths[0] == lengths[1]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("raise", "ValueError: cannot say this"),
        ("crash", "ended unexpectedly"),
        ("hang", "did not finish within 2 s"),
        ("nan", "not numbers"),
    ],
)
@pytest.mark.usefixtures("faulty")
def test_in_a_batch_only_the_sentence_to_blame_fails(
    tmp_path: Path,
    store: TakeStore,
    segments: Segments,
    make_show_of: MakeShow,
    *,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    reason: str,
) -> None:
    monkeypatch.setenv("BATCHES", str(tmp_path / "batches"))
    show = make_show_of(Voice("n", "batching"))
    wanted = segments("One.", f"Please {fault} now.", "Three.")
    with pytest.raises(StudioError, match=f"1 take could not be made; segment 2: .*{reason}"):
        make_takes(
            [plan_takes(wanted, show, store)], show, store, ProcessExecutor(1), limit_s=2 if fault == "hang" else None
        )
    assert [plan.present for plan in plan_takes(wanted, show, store)] == [True, False, True]
