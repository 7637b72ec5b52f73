"""The process that makes takes: orders come in on standard input, replies go out on standard output.

It is started with the interpreter alone, not through ``multiprocessing``, so that the caller's main module is never
imported again and scripts need no ``if __name__ == "__main__"``. A reply is sent after the take is stored, so that
killing everything at any time loses no finished take.
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
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from studio.engines.registry import find_engine
from studio.kit.errors import StudioError
from studio.kit.threads import keep_freed_memory
from studio.model.takes import TakeInfo
from studio.takes.recording import TakeOrder, record_take
from studio.takes.store import TakeStore

_LOOK_EVERY_S = 0.5


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of an order: the stored take, or why there is none, or an error that ends the whole work."""

    info: TakeInfo | None = None
    failure: str = ""
    fatal: StudioError | None = None


def main() -> None:
    """Serve until standard input ends. The arguments are the store's folder and engines that will be needed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    keep_freed_memory()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # engines that print must not disturb the replies
    store = TakeStore(Path(sys.argv[1]))
    _warm_up(sys.argv[2:])
    _send(replies, "ready")
    while True:
        try:
            order = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        _send(replies, fulfil(order, store))


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


def fulfil(order: TakeOrder, store: TakeStore) -> Reply:
    """Make and store one take; only a store that cannot be used is fatal."""
    try:
        take, flaws = record_take(order)
    except StudioError as error:
        return Reply(failure=str(error))
    except MemoryError:
        return Reply(failure="the engine ran out of memory")
    except Exception as error:
        return Reply(failure=f"{type(error).__name__}: {error}")
    try:
        return Reply(info=store.save(take, flaws))
    except StudioError as error:
        return Reply(fatal=error)


def _send(replies: BinaryIO, value: object) -> None:
    pickle.dump(value, replies)
    replies.flush()
