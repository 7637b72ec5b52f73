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
from contextlib import suppress
from typing import BinaryIO

from studio.engines.registry import find_engine
from studio.kit.threads import keep_freed_memory, return_freed_memory
from studio.takes.executor import Ready
from studio.takes.take import make_batch

_LOOK_EVERY_S = 0.5
_TAKES_BETWEEN_RETURNS = 8


def main() -> None:
    """Serve until standard input ends. What comes first is the voice to get ready for, or None."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    keep_freed_memory()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # engines that print must not disturb the replies
    ready: Ready | None = pickle.load(sys.stdin.buffer)
    _import_what_takes_need()
    _send(replies, "ready")
    if ready is not None:
        with suppress(Exception):  # told with the segment that asks for it
            _prepare(ready)
    made = 0
    while True:
        try:
            orders = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        for reply in make_batch(orders):
            _send(replies, reply)
            made += 1
            if made % _TAKES_BETWEEN_RETURNS == 0:
                return_freed_memory()


def _end_with(parent: int) -> None:
    """End when the parent has gone: an engine that hangs would not notice, and work for nobody."""
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY_S)
    os._exit(1)


def _import_what_takes_need() -> None:
    """Before anybody waits for one."""
    import numpy.fft
    import numpy.ma  # noqa: F401 - numpy's own median imports it


def _prepare(ready: Ready) -> None:
    engine = find_engine(ready.voice.engine)
    prepare = getattr(engine, "prepare", None)
    if prepare is not None:
        prepare(engine.options(ready.voice, ready.root))


def _send(replies: BinaryIO, value: object) -> None:
    pickle.dump(value, replies, protocol=pickle.HIGHEST_PROTOCOL)
    replies.flush()
