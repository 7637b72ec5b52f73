"""What ``studio render`` shows of several episodes: one view while they are made, and a summary."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import typer

from studio.cli.console import ReportFormat, error_record, print_error, print_json, put, shell, warn, write_report
from studio.cli.progress import on_terminal
from studio.kit.durations import duration

if TYPE_CHECKING:
    from studio.actions.render_all import Catalogue, Outcome
    from studio.kit.events import Event
    from studio.render.options import RenderOptions
    from studio.render.report import Rendered
    from studio.settings.episodes import EpisodeFiles
    from studio.settings.workspace import Workspace

#: Ids that are listed of the episodes that were not begun.
_MOST_LEFT = 20


@dataclass(frozen=True, slots=True)
class Telling:
    """How several episodes are to be told of.

    Attributes:
        tell: prints one that was rendered as text.
        only_changed: those in which nothing has changed are not listed.
        keep_going: a fault of one does not keep the others from being made.
        output: how to report.
        report: file that gets the report as JSON, too.
    """

    tell: Callable[[Rendered], None]
    only_changed: bool
    keep_going: bool
    output: ReportFormat
    report: Path | None


def render_and_tell(
    workspace: Workspace, chosen: Sequence[EpisodeFiles], options: RenderOptions, telling: Telling
) -> None:
    """Make several episodes in one go; each is told of when it is finished.

    Raises:
        typer.Exit: with the worst exit code of those that failed.
    """
    from studio.actions.render_all import render_all
    from studio.kit.events import Events

    view, as_text = _View(), telling.output is ReportFormat.TEXT

    def tell(outcome: Outcome) -> None:
        if shell.recorder is not None:
            shell.recorder.begin(outcome.episode.id)
            if outcome.error is not None:
                shell.recorder.failed(outcome.error, **error_record(outcome.error))
            elif outcome.rendered is not None:
                shell.recorder.note("done", **outcome.rendered.as_json())
        if not as_text:
            return
        with view.aside():
            if outcome.error is not None:
                print_error(outcome.error)
            elif outcome.rendered is not None:
                telling.tell(outcome.rendered)

    shell.events = events = Events(view)
    with view:
        done = render_all(workspace, chosen, options, events, tell, keep_going=telling.keep_going)
    whole = _report(done, only_changed=telling.only_changed)
    if telling.report is not None:
        write_report(telling.report, whole)
    if as_text:
        _put_summary(done.summary())
        if done.stopped is not None:
            print_error(done.stopped)
    else:
        print_json(whole)
    errors = [*(one.error for one in done.outcomes), done.stopped]
    if code := max((error.exit_code for error in errors if error is not None), default=0):
        raise typer.Exit(code)


def _report(done: Catalogue, *, only_changed: bool) -> dict[str, Any]:
    rendered = [one.rendered for one in done.outcomes if one.rendered]
    report: dict[str, Any] = {
        "episodes": [one.as_json() for one in rendered if not (only_changed and one.unchanged)],
        "failed": [{"episode": one.episode.id, **error_record(one.error)} for one in done.outcomes if one.error],
        "summary": done.summary(),
    }
    return report if done.stopped is None else {**report, "error": error_record(done.stopped)}


def _put_summary(summary: dict[str, Any]) -> None:
    counts = ", ".join(f"{summary[name]} {name}" for name in ("rendered", "unchanged", "failed") if summary[name])
    count, left = summary["episodes"], summary["left"]
    put(f"{count} episode{'s' * (count != 1)}: {counts or 'none rendered'}")
    if left:
        put(f"  not begun {', '.join(left[:_MOST_LEFT])}{' …' * (len(left) > _MOST_LEFT)}")
    put(f"  sound     {duration(summary['sound_s'])}, {summary['size_bytes'] / 1e6:.1f} MB")
    put(f"  takes     {summary['takes_made']} made")
    put(f"  time      {duration(summary['elapsed_s'])}")


class Rate:
    """How far a kind of work is, and when it will be done if it goes on as it has gone.

    Args:
        clock: monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._began = clock()
        self._first: int | None = None
        self.done = self.total = 0

    def note(self, done: int, total: int) -> None:
        """So much is done now."""
        if self._first is None:
            self._first, self._began = done - 1, self._clock()
        self.done, self.total = done, total

    @property
    def per_s(self) -> float | None:
        """Units in a second, since the first; None where there is too little to tell."""
        counted, took_s = self.done - (self._first or 0) - 1, self._clock() - self._began
        return counted / took_s if counted > 0 and took_s > 0 else None

    @property
    def left_s(self) -> float | None:
        """Seconds that the rest will take; None where that is not known."""
        if self.done >= self.total:
            return 0.0
        return (self.total - self.done) / self.per_s if self.per_s else None


class _View:
    """Warnings as they come and, on a terminal, how far takes and episodes are."""

    def __init__(self) -> None:
        self._rates: dict[str, Rate] = {}
        self._lock = threading.RLock()
        self._live: Any = None

    def __enter__(self) -> _View:
        if on_terminal():
            from rich.console import Console
            from rich.live import Live

            self._live = Live(
                get_renderable=self._draw,
                console=Console(stderr=True),
                transient=True,
                refresh_per_second=5,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live is not None:
            self._live.stop()

    def __call__(self, event: Event) -> None:
        from studio.kit.events import Progress, Warned

        if shell.recorder is not None:
            shell.recorder(event)
        if isinstance(event, Warned):
            with self.aside():
                warn(event.message)
        elif isinstance(event, Progress):
            self._rates.setdefault(event.stage, Rate()).note(event.done, event.total)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """A block in which something else is printed; warnings come from another thread, too."""
        with self._lock:
            if self._live is not None:
                self._live.stop()
            try:
                yield
            finally:
                if self._live is not None:
                    self._live.start()

    def _draw(self) -> Any:
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        grid = Table.grid(padding=(0, 1))
        for name, rate in self._rates.items():
            if name == "plan" and rate.done == rate.total:
                continue
            pace = f", {rate.per_s:.1f} a second" if name == "takes" and rate.per_s else ""
            bar = ProgressBar(max(1, rate.total), rate.done, width=40)
            grid.add_row(Text(f"{name:>12}"), bar, Text(f"{rate.done} of {rate.total}{pace}{self._left(name)}"))
        return grid

    def _left(self, name: str) -> str:
        """The time left, once for all, behind the line of the episodes: takes and building go on side by side."""
        known = [self._rates[one].left_s for one in ("takes", "episodes") if one in self._rates]
        if name != "episodes" or not known or None in known:
            return ""
        return f", about {duration(max(filter(None, known), default=0.0))} left"
