"""What happened while a command worked, for programs: a log of JSON lines, and a trace that Perfetto opens.

The log has one JSON object a line, with ``time`` (RFC 3339, UTC), ``event`` and what belongs to it. The trace has
Chrome's form: complete events (``ph: X``) with microseconds since the beginning, a row for the stages and one for each
take that was made at the same time as others.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from studio.kit.events import StageEnded, TakeMade, Warned
from studio.kit.files import write_atomically

if TYPE_CHECKING:
    from studio.kit.events import Event

_STAGES = 1  # the first row


class Recorder:
    """Hears events and writes them down.

    Args:
        log: file of the log; None for none.
        to_stderr: whether the log's lines go to standard error, as they happen.
        trace: file of the trace; None for none.
    """

    def __init__(self, log: Path | None = None, *, to_stderr: bool = False, trace: Path | None = None) -> None:
        self._log, self._to_stderr, self._trace = log, to_stderr, trace
        self._lines: list[str] = []
        self._spans: list[dict[str, Any]] = []
        self._free_at: list[float] = []  # when each row of takes is free again
        self._over_us: dict[int, int] = {}  # row → where its last span ends
        self._began = perf_counter()
        self._episode = ""
        self._failure: Exception | None = None

    def begin(self, episode: str) -> None:
        """What is told from now on is about this episode."""
        self._episode = episode
        self.note("begin")

    def __call__(self, event: Event) -> None:
        """Hear an event."""
        now = perf_counter() - self._began
        if isinstance(event, Warned):
            self.note("warning", message=event.message)
            told = {"name": event.message, "cat": "warning", "ts": _us(now)}
            self._spans.append({"ph": "i", "s": "g", **told, "tid": _STAGES})
        elif isinstance(event, StageEnded):
            self.note("stage", stage=event.stage, seconds=round(event.seconds, 6))
            self._span(event.stage, now, event.seconds, _STAGES, kind="stage")
        elif isinstance(event, TakeMade):
            about = {"key": event.key, "voice": event.voice, "made": event.made}
            self.note("take", **about, seconds=round(event.seconds, 6))
            self._span(event.voice, now, event.seconds, self._row(now, event.seconds), kind="take", **about)

    def failed(self, error: Exception, **told: object) -> None:
        """A line of the log for a failure, once."""
        if error is not self._failure:
            self._failure = error
            self.note("failed", **told)

    def note(self, event: str, **told: object) -> None:
        """A line of the log."""
        moment = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
        about = {"episode": self._episode} if self._episode else {}
        line = json.dumps({"time": moment, "event": event, **about, **told}, ensure_ascii=True)
        self._lines.append(line)
        if self._to_stderr:
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    def close(self) -> None:
        """Write the files.

        Raises:
            StudioError: they cannot be written.
        """
        if self._log is not None:
            write_atomically(self._log, "".join(f"{line}\n" for line in self._lines).encode())
        if self._trace is not None:
            write_atomically(self._trace, json.dumps(self._as_trace()).encode())

    def _span(self, name: str, end_s: float, seconds: float, row: int, *, kind: str, **told: object) -> None:
        args, end = {"episode": self._episode, **told}, _us(end_s)
        # Clocks differ by a hair, and a viewer leaves out what overlaps with what stands before it in a row.
        start = min(end, max(_us(end_s - seconds), self._over_us.get(row, 0)))
        self._over_us[row] = end
        times = {"ts": start, "dur": end - start}
        self._spans.append({"ph": "X", "name": name, "cat": kind, **times, "tid": row, "args": args})

    def _row(self, end_s: float, seconds: float) -> int:
        """The first row of takes that was free when this one began."""
        for number, free_at in enumerate(self._free_at):
            if free_at <= end_s - seconds + 1e-3:
                self._free_at[number] = end_s
                return _STAGES + 1 + number
        self._free_at.append(end_s)
        return _STAGES + len(self._free_at)

    def _as_trace(self) -> dict[str, object]:
        process = os.getpid()
        rows = {_STAGES: "stages", **{_STAGES + 1 + n: f"takes {n + 1}" for n in range(len(self._free_at))}}
        named = [{"ph": "M", "name": "process_name", "tid": 0, "args": {"name": "studio render"}}]
        named += [{"ph": "M", "name": "thread_name", "tid": row, "args": {"name": name}} for row, name in rows.items()]
        spans = sorted(self._spans, key=lambda span: (span["ts"], span["tid"]))
        return {"traceEvents": [{"pid": process, **one} for one in [*named, *spans]], "displayTimeUnit": "ms"}


def _us(seconds: float) -> int:
    return round(seconds * 1e6)
