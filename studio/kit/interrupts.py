"""Ctrl-C at every moment of a process: noted while it begins, an exception while it works, its end when all is done.

Python's own way is a ``KeyboardInterrupt`` wherever the process happens to be. Within an import some libraries swallow
it or turn it into another error, and before and after the work nobody is there to catch it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

EXIT_INTERRUPTED = 130
"""Of a command that Ctrl-C ended, as of any program."""


class Interrupts:
    """What this process does at Ctrl-C, once it is asked to :meth:`note` it.

    Attributes:
        pressed: whether it was pressed since then.
    """

    def __init__(self) -> None:
        self.pressed = False
        self._raises = self._is_over = False

    def note(self) -> None:
        """From now on, only remember it: the work has not begun. Pressed again, it ends the process at once."""
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else whoever began us wants it otherwise
            signal.signal(signal.SIGINT, self._hear)

    def begin(self) -> None:
        """From now on it is a ``KeyboardInterrupt``, and so is what was noted.

        Raises:
            KeyboardInterrupt: it was pressed before.
        """
        self._raises = True
        if self.pressed:
            raise KeyboardInterrupt

    @contextmanager
    def held_back(self) -> Iterator[None]:
        """A short block that is not to be broken off; Ctrl-C is a ``KeyboardInterrupt`` when it is over.

        Raises:
            KeyboardInterrupt: it was pressed within the block.
        """
        raised, self._raises = self._raises, False
        try:
            yield
        finally:
            self._raises = raised
        if raised and self.pressed:
            raise KeyboardInterrupt

    def end(self) -> None:
        """From now on it ends the process at once: all is done that needs an end."""
        self._raises, self._is_over = False, True

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        again, self.pressed = self.pressed, True
        if self._raises:
            raise KeyboardInterrupt
        if again or self._is_over:
            os._exit(EXIT_INTERRUPTED)


interrupts = Interrupts()
"""Those of this process."""
