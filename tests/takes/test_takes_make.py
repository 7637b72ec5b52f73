"""Takes are made in processes; whatever an engine does, the others are finished and nothing is lost."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from studio.kit.errors import StudioError
from studio.kit.events import Event, Events, Progress
from studio.model.narration import Segment
from studio.model.show import Show, Voice
from studio.model.source import Source
from studio.takes import ProcessExecutor, TakeStore, make_takes, plan_takes

Segments = Callable[..., tuple[Segment, ...]]
MakeShow = Callable[..., Show]
FAULTY = Voice("n", "faulty")

KILLED_PROGRAM = """
import sys
from pathlib import Path
from studio.kit.events import Events
from studio.model.narration import Boundary, Segment
from studio.model.show import Show, Voice
from studio.model.source import Span
from studio.takes import *

show = Show(
    root=Path("."), title="", author="", language="", description="", email="", site="", feed_url="", categories=(),
    artwork=Path("."), pillars=(), marks=(), voices={"n": Voice("n", "faulty")}, narrator="n",
)
texts = ["One.", "Two.", "Three.", "Please hang now."]
segments = [Segment(i, 0, t, t, "n", Span(0, 1), Boundary.END, 0) for i, t in enumerate(texts, 1)]
store = TakeStore(Path(sys.argv[1]))
events = Events(lambda event: hasattr(event, "done") and print(event.done, flush=True))
make_takes([plan_takes(segments, show, store)], show, store, ProcessExecutor(1), events)
"""


def test_takes_are_made_once_and_in_order(store: TakeStore, segments: Segments, make_show_of: MakeShow) -> None:
    show = make_show_of(Voice("n", "espeak"))
    wanted = segments("Caches lie.", "Clocks lie too.", "Caches lie.")
    seen: list[Event] = []
    (made,) = make_takes([plan_takes(wanted, show, store)], show, store, ProcessExecutor(2), Events(seen.append))
    assert (made.made, made.reused) == (2, 1)
    assert [one for one in seen if isinstance(one, Progress)] == [Progress("takes", 1, 2), Progress("takes", 2, 2)]
    assert made.infos[0] == made.infos[2] != made.infos[1]
    (again,) = make_takes([plan_takes(wanted, show, store)], show, store)
    assert (again.made, again.reused, again.infos) == (0, 3, made.infos)


def test_takes_do_not_depend_on_the_number_of_processes_or_the_folder(
    tmp_path: Path, segments: Segments, make_show_of: MakeShow
) -> None:
    show = make_show_of(Voice("n", "espeak"))
    wanted = segments("Caches lie.", "Clocks lie too.", "Queues grow at night.", "Nobody looks.")
    bytes_of = []
    for folder, jobs in (("a", 1), ("b", 2)):
        store = TakeStore(tmp_path / folder)
        make_takes([plan_takes(wanted, show, store)], show, store, ProcessExecutor(jobs))
        bytes_of.append([store.path(key).read_bytes() for key in store])
    assert bytes_of[0] == bytes_of[1]


def test_takes_begin_and_end_without_silence_or_clicks(
    store: TakeStore, segments: Segments, make_show_of: MakeShow
) -> None:
    show = make_show_of(Voice("n", "espeak"))
    (plan,) = plan_takes(segments("The cache is empty, for a while."), show, store)
    make_takes([[plan]], show, store)
    take = store.load(plan.key)
    loud = np.flatnonzero(np.abs(take.samples) > 0.02)
    assert loud[0] < 0.06 * take.rate_hz
    assert len(take.samples) - loud[-1] < 0.12 * take.rate_hz
    assert max(abs(take.samples[0]), abs(take.samples[-1])) < 0.001
    assert take.marks[0].start_samples == 0
    assert take.marks[-1].end_samples == len(take.samples)


def test_each_fault_is_named_and_the_others_are_finished(
    store: TakeStore, segments: Segments, make_show_of: MakeShow, faulty: None
) -> None:
    faults = {
        "raise": "ValueError: cannot say this",
        "hang": "did not finish within 3 s",
        "crash": "ended unexpectedly (signal 11",
        "exit": "ended unexpectedly (exit code 3: out of luck)",
        "nan": "not numbers",
        "empty": "no audio",
        "rate": "sample rate of 0 Hz",
        "stereo": "one-dimensional",
    }
    show = make_show_of(FAULTY)
    good = ("A good sentence.", "Please print this one.", "Another good sentence.")
    wanted = segments(good[0], *(f"Please {fault} now." for fault in faults), *good[1:])
    script = Source("scripts/ep01.md", "x" * 15 + "\n" + "y" * 300)
    with pytest.raises(StudioError) as caught:
        make_takes([plan_takes(wanted, show, store, source=script)], show, store, ProcessExecutor(2), limit_s=3)
    message = str(caught.value)
    assert caught.value.code == "take-failed"
    for number, (fault, reason) in enumerate(faults.items(), 2):
        assert f"segment {number}, scripts/ep01.md:2:{10 * number - 15}: " in message, fault
        assert reason in message
    left = [plan.segment.number for plan in plan_takes(wanted, show, store) if not plan.present]
    assert left == list(range(2, 2 + len(faults)))


def test_a_take_at_another_rate_than_its_voice_is_refused(
    store: TakeStore, segments: Segments, make_show_of: MakeShow, faulty: None
) -> None:
    show = make_show_of(FAULTY)
    wanted = segments("A good sentence.", "A chipmunk would speak this high.", "Another good sentence.")
    with pytest.raises(StudioError, match=r"segment 2: sample rate of 44100 Hz, the voice's other takes have 22050 Hz"):
        make_takes([plan_takes(wanted, show, store)], show, store)
    assert [plan.present for plan in plan_takes(wanted, show, store)] == [True, False, True]


def test_a_full_disk_ends_the_work_with_one_error(
    store: TakeStore, segments: Segments, make_show_of: MakeShow, small_files: None
) -> None:
    show = make_show_of(Voice("n", "silent"))
    wanted = segments("A.", "One sentence that is longer than the room that is left for it.", "B.")
    with pytest.raises(StudioError) as caught:
        make_takes([plan_takes(wanted, show, store)], show, store, ProcessExecutor(1))
    assert caught.value.code == "disk-full"
    assert "the disk is full; everything finished so far is kept" in str(caught.value)
    assert [plan.present for plan in plan_takes(wanted, show, store)] == [True, False, False]
    assert [path.suffix for path in store.root.rglob("*") if path.is_file()] == [".take"]
    assert _children() == []


def test_a_folder_that_cannot_be_written_ends_the_work_with_one_error(
    store: TakeStore, segments: Segments, make_show_of: MakeShow
) -> None:
    store.root.parent.mkdir(exist_ok=True)
    store.root.write_text("a file where the folder should be")
    show = make_show_of(Voice("n", "silent"))
    with pytest.raises(StudioError) as caught:
        make_takes([plan_takes(segments("One.", "Two."), show, store)], show, store)
    assert caught.value.code == "not-writable"


def test_a_worker_that_cannot_start_is_one_error(
    store: TakeStore, segments: Segments, make_show_of: MakeShow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "numpy.py").write_text("raise SystemExit('no numpy today')")
    (tmp_path / "pickle.py").write_text("raise SystemExit('no pickle today')")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    show = make_show_of(Voice("n", "silent"))
    with pytest.raises(StudioError) as caught:
        make_takes([plan_takes(segments("One."), show, store)], show, store)
    assert caught.value.code == "worker-failed"
    assert "no pickle today" in str(caught.value)


def test_an_interrupted_call_leaves_no_process_and_keeps_what_is_done(
    store: TakeStore, segments: Segments, make_show_of: MakeShow, faulty: None
) -> None:
    def interrupt(event: Event) -> None:
        raise KeyboardInterrupt

    show = make_show_of(FAULTY)
    wanted = segments("A good sentence.", "Please hang now.")
    with pytest.raises(KeyboardInterrupt):
        make_takes([plan_takes(wanted, show, store)], show, store, ProcessExecutor(2), Events(interrupt))
    assert [plan.present for plan in plan_takes(wanted, show, store)] == [True, False]
    assert _children() == []


def test_killing_everything_loses_no_finished_take(tmp_path: Path, store: TakeStore) -> None:
    program = tmp_path / "program.py"
    program.write_text(KILLED_PROGRAM)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent / "plugin"), *sys.path])}
    with subprocess.Popen(
        [sys.executable, str(program), str(store.root)], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == "3":
                break
        workers = [os.pidfd_open(pid) for pid in _children(process.pid)] if hasattr(os, "pidfd_open") else []
        process.send_signal(signal.SIGKILL)
    assert len(list(store)) == 3
    assert all(store.load(key) for key in store)
    for worker in workers:  # its engine hangs, and still it ends
        assert select.select([worker], [], [], 30)[0], "a worker outlives its parent"
        os.close(worker)


@pytest.fixture
def small_files() -> Iterator[None]:
    """No file may become larger than 40 kB, as if the disk were nearly full."""
    resource = pytest.importorskip("resource", reason="this system limits no file sizes")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _children(of: int | None = None) -> list[int]:
    listing = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(maxsplit=2) for line in listing.splitlines()]
    return [int(pid) for pid, parent, args in rows if int(parent) == (of or os.getpid()) and "takes.worker" in args]
