"""What is shown on a terminal while a command works: a bar with the time left, or a sign of life."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from studio.cli.console import escaped, note, shell, warn
from studio.kit.durations import duration

if TYPE_CHECKING:
    from studio.kit.events import Event, Events
    from studio.kit.remaining import Remaining

#: Stages whose units people count themselves; how many takes there are is no concern of theirs.
_COUNTED = ("episodes",)


@contextmanager
def listening() -> Iterator[Events]:
    """A channel for a piece of work: progress becomes a bar on a terminal, warnings are told, with ``-v`` times."""
    from studio.kit.events import Events

    listener = shell.listener = _Listener()
    shell.events = Events(listener)
    try:
        yield shell.events
    finally:
        shell.listener = None
        listener.close()


@contextmanager
def aside() -> Iterator[None]:
    """A block in which something is printed while the work goes on: the bar is away meanwhile."""
    with shell.listener.aside() if isinstance(shell.listener, _Listener) else nullcontext():
        yield


class _Listener:
    """Shows events; the bar comes with the first news of how long it takes, since what draws it is long to import."""

    def __init__(self) -> None:
        from studio.kit.remaining import Remaining

        self._remaining = Remaining()
        self._began = perf_counter()
        self._bar: Any = None
        self._lock = threading.RLock()

    def __call__(self, event: Event) -> None:
        from studio.kit.events import Expected, Progress, StageEnded, Warned

        self._remaining(event)
        if shell.recorder is not None:
            shell.recorder(event)
        if isinstance(event, Warned):
            with self.aside():
                warn(event.message)
        elif isinstance(event, StageEnded) and shell.verbose:
            with self.aside():
                note(f"{event.stage:<10} {event.seconds:6.2f} s")
        if isinstance(event, Progress | Expected) and self._bar is None and on_terminal():
            self._bar = _new_bar(self._remaining, self._began)
            self._bar.start()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """See :func:`aside`; warnings come from other threads, too."""
        with self._lock:
            if self._bar is not None:
                self._bar.stop()
            try:
                yield
            finally:
                if self._bar is not None:
                    self._bar.start()

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()


def _new_bar(remaining: Remaining, began: float) -> Any:
    """One bar and one time left for all that is ahead, drawn anew several times a second."""
    from rich.console import Console
    from rich.live import Live
    from rich.progress_bar import ProgressBar
    from rich.table import Table
    from rich.text import Text

    def draw() -> Table:
        left_s, took_s = remaining.shown_s(), perf_counter() - began
        row = Table.grid(padding=(0, 1))
        counts = remaining.counts
        shown = [f"{counts[name][0]} of {counts[name][1]} {name}" for name in _COUNTED if name in counts]
        shown += [] if left_s is None else [f"{duration(left_s)} left"]
        bar = ProgressBar(took_s + (left_s or 0), took_s if left_s else 0, width=40, pulse=left_s is None)
        row.add_row(Text(f"{escaped(remaining.stage):>12}"), bar, Text(", ".join(shown)))
        return row

    return Live(
        get_renderable=draw,
        console=Console(stderr=True),
        transient=True,
        refresh_per_second=5,
        redirect_stdout=False,
        redirect_stderr=False,
    )


@contextmanager
def recording_to(log: Path | None, trace: Path | None, *, to_stderr: bool) -> Iterator[None]:
    """Have what happens within the block written down for programs, whatever becomes of it.

    Args:
        log: file of a log of JSON lines.
        trace: file of a trace in Chrome's form.
        to_stderr: whether the log goes to standard error, too, which then holds nothing else.
    """
    if log is None and trace is None and not to_stderr:
        yield
        return
    from studio.cli.recorder import Recorder

    shell.recorder, shell.logs = Recorder(log, to_stderr=to_stderr, trace=trace), to_stderr
    try:
        yield
    finally:
        shell.recorder.close()


@contextmanager
def working(on: str) -> Iterator[None]:
    """A sign of life on a terminal while something takes its time."""
    if not on_terminal():
        yield
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(Text(escaped(on)), spinner="line"):
        yield


def on_terminal() -> bool:
    """Whether progress is shown: somebody looks, and has not asked for quiet."""
    return not (shell.quiet or shell.logs) and os.environ.get("TERM") != "dumb" and sys.stderr.isatty()
