"""Commands run and measured: time, processor time, and the memory of a command and all that it starts."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

#: Users' Python keeps what it has compiled.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_EVERY_S = 0.05


@dataclass(frozen=True)
class Run:
    """Wall and processor seconds of a command with its children, and its peak memory in MB.

    ``peak_mb`` is that of all its processes together, each page counted once, where the system tells (Linux); elsewhere
    that of the largest process.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float


def run(*command: object) -> Run:
    """Run a command to its end; its output is shown only if it fails."""
    with tempfile.TemporaryFile() as log:
        start = perf_counter()
        child = subprocess.Popen(
            [*map(str, command)], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=ENVIRONMENT
        )
        memory = _Memory(child.pid)
        _, status, usage = os.wait4(child.pid, 0)
        wall_s = perf_counter() - start
        together_mb = memory.stop()
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            log.seek(0)
            sys.exit(f"{command[0]} failed: {log.read().decode(errors='replace')[-2000:]}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Run(wall_s, usage.ru_utime + usage.ru_stime, max(together_mb, usage.ru_maxrss / unit))


def resident_mb(process: int) -> float:
    """Resident set of a process, MB (Linux)."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


class _Memory:
    """Looks again and again at what a process and its descendants hold."""

    def __init__(self, root: int) -> None:
        self._root, self._peak_kb, self._over = root, 0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """The peak in MB; 0 where the system does not tell."""
        self._over.set()
        self._thread.join()
        return self._peak_kb / 1024

    def _look(self) -> None:
        while not self._over.wait(_EVERY_S):
            self._peak_kb = max(self._peak_kb, sum(map(_proportional_kb, _family(self._root))))


def _family(root: int) -> list[int]:
    found = [root]
    for parent in found:
        with suppress(OSError):
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def _proportional_kb(process: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
