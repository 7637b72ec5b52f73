"""The one thread that looks at texts, and what becomes of work whose text has changed meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from pygls.exceptions import JsonRpcContentModified, JsonRpcException, JsonRpcInternalError

from studio.kit.errors import StudioError
from studio.lsp.texts import OpenText, Texts

T = TypeVar("T")
log = logging.getLogger("studio.lsp")

_REQUEST_FAILED = -32803


class Work:
    """Runs looks at texts one after the other, off the loop that reads messages, so that these are read at once.

    Args:
        texts: to see which state of a text is the latest.
        thread: where to look, of one thread and closed by its owner; by default one of its own.
    """

    def __init__(self, texts: Texts, thread: ThreadPoolExecutor | None = None) -> None:
        self._texts = texts
        self._owns = thread is None
        self._thread = thread or ThreadPoolExecutor(1, "studio-desk")

    async def on(self, text: OpenText, look: Callable[[OpenText], T]) -> T:
        """What a look at a text gives.

        Raises:
            JsonRpcException: the text has changed meanwhile, so that the client will ask again; or what is wrong, in a
                sentence: a traceback goes to the log alone.
        """

        def look_if_current() -> T:
            if self._texts.get(text.uri) is not text:
                raise JsonRpcContentModified("the text has changed")
            return look(text)

        try:
            found = await asyncio.get_running_loop().run_in_executor(self._thread, look_if_current)
        except (JsonRpcException, asyncio.CancelledError):
            raise
        except StudioError as error:
            raise JsonRpcException(told(error), _REQUEST_FAILED) from None
        except Exception as error:
            log.exception("a look at %s failed", text.uri)
            raise JsonRpcInternalError(f"this is a fault of studio: {type(error).__name__}: {error}") from None
        if self._texts.get(text.uri) is not text:
            raise JsonRpcContentModified("the text has changed")
        return found

    def close(self) -> None:
        """Begin nothing more."""
        if self._owns:
            self._thread.shutdown(wait=False, cancel_futures=True)


class WithoutAnswers(logging.Filter):
    """Keeps out of a log what the client is told as the answer to its request, which the library logs as a failure."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is to be written."""
        failure = record.exc_info[1] if record.exc_info else None
        return not isinstance(failure, JsonRpcException)


def told(error: StudioError) -> str:
    """An error as a sentence for a person, with what to do about it."""
    return f"{error}. {error.hint}" if error.hint else str(error)
