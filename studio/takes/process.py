"""A worker process as its parent sees it: hand out orders, wait for replies, survive what may happen."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import IO, cast

from studio.kit.errors import StudioError
from studio.takes.executor import Ready, Reply, TakeOrder

HINT = "Reinstall studio, or free some memory, processes or open files."
_PROGRAM = "from studio.takes.worker import main; main()"
_START_LIMIT_S = 60.0
#: There is a process for every core, so numpy's algebra needs no threads in it.
_SETTINGS = {"OPENBLAS_NUM_THREADS": "1"}
#: A take is a quarter of a megabyte; the usual 64 kB would have its writer wait four times for its reader.
_PIPE_BYTES = 1 << 20


class WorkerProcess:
    """One worker process, which is started again after a crash or a hang.

    Everything but :meth:`kill` and :meth:`kill_if_late` belongs to one thread. Another one has to call the latter now
    and then: the limits are kept by that.

    Args:
        ready: what it is to get ready at the start.
    """

    def __init__(self, ready: Ready | None = None) -> None:
        self._ready = ready
        self._process: subprocess.Popen[bytes] | None = None
        self._stderr: IO[bytes] | None = None
        self._greeted = False
        self._given_up = False
        self._lock = threading.Lock()
        self._deadline: float | None = None
        self._late = False

    def launch(self) -> None:
        """Start the process without waiting until it can work, so that other work goes on meanwhile.

        Raises:
            StudioError: it cannot be started.
        """
        if self._process is not None:
            return
        path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
        try:
            self._stderr = self._stderr or cast(IO[bytes], tempfile.TemporaryFile())  # noqa: SIM115 - until it stops
            process = subprocess.Popen(
                [sys.executable, "-P", "-c", _PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._stderr,
                env=_SETTINGS | os.environ | {"PYTHONPATH": path},
            )
        except (OSError, subprocess.SubprocessError) as error:  # no descriptors, no memory, no more processes allowed
            self.stop()
            raise _not_started(getattr(error, "strerror", None) or str(error)) from error
        _widen(process.stdout)
        with suppress(OSError):  # it has ended already, as whoever waits for it will see
            pickle.dump(self._ready, cast(IO[bytes], process.stdin))
            cast(IO[bytes], process.stdin).flush()
        with self._lock:
            self._process, self._greeted, self._late = process, False, False
            if self._given_up:
                process.kill()

    def start(self) -> None:
        """Start the process where it does not run yet, and wait until it can work.

        Raises:
            StudioError: it cannot be started.
        """
        self.launch()
        if self._greeted:
            return
        try:
            self._receive(_START_LIMIT_S)
        except _EndedError as error:
            raise _not_started(str(error)) from error
        self._greeted = True

    def make(self, batch: Sequence[TakeOrder], put: Callable[[Reply], object]) -> tuple[TakeOrder, ...]:
        """Have the takes of a batch made by the process, which must have been started.

        A crash or a hang is a failure of the order that the process was given, if it was given only one.

        Args:
            batch: orders for the same voice.
            put: called with each reply as it comes.

        Returns:
            Orders without a reply, since the process ended and nobody knows which of them is to blame.
        """
        unanswered = {order.key: order for order in batch}
        try:
            self._send(batch)
            while unanswered:
                reply = cast(Reply, self._receive(sum(order.limit_s for order in unanswered.values())))
                del unanswered[reply.key]
                put(reply)
        except _LateError:
            reason = f"the engine did not finish within {batch[0].limit_s:g} s and was stopped"
        except _EndedError as error:
            reason = f"the engine's process ended unexpectedly ({error})"
        else:
            return ()
        if len(batch) > 1:
            return tuple(unanswered.values())
        put(Reply(batch[0].key, failure=reason))
        return ()

    def kill(self) -> None:
        """End the process for good, from another thread; the one that waits for a reply notices, and cleans up."""
        with self._lock:
            self._given_up = True
            if self._process is not None:
                self._process.kill()

    def kill_if_late(self) -> None:
        """End the process if its limit has passed, from another thread."""
        with self._lock:
            if self._process is not None and self._deadline is not None and monotonic() > self._deadline:
                self._late, self._deadline = True, None
                self._process.kill()

    def stop(self) -> None:
        """End the process at once, and let go of everything."""
        with self._lock:
            process, self._process, self._deadline = self._process, None, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what was still to be written has no reader any more
                        pipe.close()
        if self._stderr is not None:
            self._stderr.close()
            self._stderr = None

    def _send(self, batch: Sequence[TakeOrder]) -> None:
        assert self._process is not None and self._process.stdin is not None
        try:
            pickle.dump(batch, self._process.stdin)
            self._process.stdin.flush()
        except OSError:
            raise self._ended() from None

    def _receive(self, limit_s: float) -> object:
        if self._process is None:
            raise _EndedError("stopped")
        assert self._process.stdout is not None
        with self._lock:
            self._deadline = monotonic() + limit_s
        try:
            value: object = pickle.load(self._process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            raise self._ended() from None
        with self._lock:
            self._deadline = None
        if self._late:  # it answered in the moment in which it was ended
            self.stop()
        return value

    def _ended(self) -> _EndedError:
        """Clean up after a process that has ended, and say how."""
        assert self._process is not None
        error = _LateError("it did not answer in time") if self._late else _EndedError(self._last_words(self._process))
        self.stop()
        return error

    def _last_words(self, process: subprocess.Popen[bytes]) -> str:
        """How the process ended, and the last line that it wrote."""
        assert self._stderr is not None
        code = process.wait()
        end = f"signal {-code}" if code < 0 else f"exit code {code}"
        self._stderr.seek(0, os.SEEK_END)
        self._stderr.seek(max(0, self._stderr.tell() - 4000))
        lines = self._stderr.read().decode(errors="replace").split("\n")
        said = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return f"{end}: {said}" if said else end


class _EndedError(Exception):
    """The process ended; the message says how."""


class _LateError(_EndedError):
    """The limit passed, and the process was ended."""


def _not_started(reason: str) -> StudioError:
    return StudioError(
        "worker-failed",
        f"the process that makes takes does not start ({reason})",
        hint=HINT,
    )


def _widen(pipe: IO[bytes] | None) -> None:
    """Let a pipe hold a whole take, where the system can."""
    try:
        import fcntl

        if pipe is not None and hasattr(fcntl, "F_SETPIPE_SZ"):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    except (ImportError, OSError):
        pass
