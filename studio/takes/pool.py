"""Worker processes as the parent sees them: hand out an order, wait for the reply, survive what may happen."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

from studio.kit.errors import StudioError
from studio.takes.worker import Reply

if TYPE_CHECKING:
    from studio.takes.recording import TakeOrder

_PROGRAM = "from studio.takes.worker import main; main()"
_START_LIMIT_S = 60.0
#: There is a process for every core, so numpy's algebra needs no threads in it.
_SETTINGS = {"OPENBLAS_NUM_THREADS": "1"}


class Worker:
    """One worker process, started when first needed and again after a crash or a hang.

    Args:
        store: where it puts takes.
        engine: one that it is to get ready at the start.
    """

    def __init__(self, store: Path, engine: str = "") -> None:
        self._arguments = [str(store), *filter(None, [engine])]
        self._process: subprocess.Popen[bytes] | None = None
        self._greeted = False
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the worker

    def fulfil(self, order: TakeOrder, limit_s: float) -> Reply:
        """Send an order and wait for its reply, at most ``limit_s``; crashes and hangs become failures.

        Raises:
            StudioError: the process does not even start.
        """
        process = self._process or self._start()
        self._greet(process)
        try:
            return cast(Reply, self._ask(process, order, limit_s))
        except _LateError:
            return Reply(failure=f"the engine did not finish within {limit_s:g} s and was stopped")
        except (EOFError, OSError, pickle.UnpicklingError):
            self.stop()
            return Reply(failure=f"the engine's process ended unexpectedly ({self._last_words(process)})")

    def kill(self) -> None:
        """End the process from another thread; the one that waits for a reply notices, and cleans up."""
        process = self._process
        if process is not None:
            process.kill()

    def stop(self) -> None:
        """End the process at once. Finished takes are stored already."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what was still to be written has no reader any more
                        pipe.close()

    def __enter__(self) -> Worker:
        """Start the process without waiting until it can work, so that other work goes on meanwhile."""
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _start(self) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            env=_SETTINGS | os.environ | {"PYTHONPATH": path},
        )
        self._greeted = False
        return self._process

    def _greet(self, process: subprocess.Popen[bytes]) -> None:
        if self._greeted:
            return
        try:
            self._ask(process, None, _START_LIMIT_S)
        except (_LateError, EOFError, OSError, pickle.UnpicklingError) as error:
            self.stop()
            raise StudioError(
                "worker-failed",
                f"the process that makes takes does not start ({self._last_words(process)})",
                hint="Reinstall studio, or free some memory.",
            ) from error
        self._greeted = True

    def _ask(self, process: subprocess.Popen[bytes], order: TakeOrder | None, limit_s: float) -> object:
        assert process.stdin is not None and process.stdout is not None
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        alarm = threading.Timer(limit_s, give_up)
        alarm.daemon = True
        alarm.start()
        try:
            if order is not None:
                pickle.dump(order, process.stdin)
                process.stdin.flush()
            return pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            if late.is_set():
                self.stop()
                raise _LateError from None
            raise
        finally:
            alarm.cancel()

    def _last_words(self, process: subprocess.Popen[bytes]) -> str:
        """How the process ended, and the last line that it wrote."""
        code = process.wait()
        end = f"signal {-code}" if code < 0 else f"exit code {code}"
        self._stderr.seek(0, os.SEEK_END)
        self._stderr.seek(max(0, self._stderr.tell() - 4000))
        lines = self._stderr.read().decode(errors="replace").split("\n")
        said = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return f"{end}: {said}" if said else end


class _LateError(Exception):
    """The limit passed."""
