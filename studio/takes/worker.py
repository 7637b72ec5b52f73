"""The process that makes takes: batches of orders come in on standard input, replies go out on standard output.

It is started with the interpreter alone, not through ``multiprocessing``, so that the caller's main module is never
imported again and scripts need no ``if __name__ == "__main__"``.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import BinaryIO

from studio.engines.registry import find_engine
from studio.kit.errors import StudioError
from studio.kit.threads import keep_freed_memory
from studio.takes.take import make_batch

_LOOK_EVERY_S = 0.5


def main() -> None:
    """Serve until standard input ends. The arguments are engines that will be needed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    keep_freed_memory()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # engines that print must not disturb the replies
    _warm_up(sys.argv[1:])
    _send(replies, "ready")
    while True:
        try:
            orders = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        for reply in make_batch(orders):
            _send(replies, reply)


def _end_with(parent: int) -> None:
    """End when the parent has gone: an engine that hangs would not notice, and work for nobody."""
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY_S)
    os._exit(1)


def _warm_up(engines: Iterable[str]) -> None:
    """Import what every take needs before anybody waits for one."""
    import numpy.fft
    import numpy.ma  # noqa: F401 - numpy's own median imports it

    for name in engines:
        with suppress(StudioError):  # told with the segment that asks for it
            find_engine(name)


def _send(replies: BinaryIO, value: object) -> None:
    pickle.dump(value, replies, protocol=pickle.HIGHEST_PROTOCOL)
    replies.flush()
