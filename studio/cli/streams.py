"""Standard output and standard error that never end a command: closed, broken off, or with a small alphabet."""

from __future__ import annotations

import codecs
import io
import os
import sys
from typing import Any, TextIO

#: Characters of our own texts that every terminal can show in some way; all others are shown by their number.
_PLAIN = {
    "→": "->", "←": "<-", "–": "-", "—": "-", "−": "-", "…": "...", "×": "x", "±": "+/-", "·": "-",
    "‘": "'", "’": "'", "“": '"', "”": '"', "²": "^2", "³": "^3", "≥": ">=", "≤": "<=", "\u00a0": " ",
}  # fmt: skip


class _Outlet(io.FileIO):
    """The lowest end of a stream. Once it cannot be written any more, what follows goes nowhere.

    Attributes:
        failure: why it could not be written; None also where the reader has merely gone (``| head``).
    """

    failure: OSError | None = None

    def write(self, data: Any) -> int:
        """As for any file, but without an error."""
        try:
            return super().write(data)
        except BrokenPipeError:
            pass
        except OSError as error:
            self.failure = error
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)
        return memoryview(data).nbytes


def open_streams() -> None:
    """Make sure that this process has streams to write to, and that writing to them does not fail."""
    codecs.register_error("studio.text", _as_text)
    codecs.register_error("studio.json", _as_json)
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            # The next file that is opened would get this number, and then what is printed.
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = _safe(sys.stdout, sys.__stdout__)
    sys.stderr = _safe(sys.stderr, sys.__stderr__)


def takes_colours(stream: TextIO) -> bool:
    """Whether colours help who reads a stream: ``NO_COLOR`` and ``FORCE_COLOR`` decide, else whether it is a terminal.

    See https://no-color.org and https://force-color.org: a variable that is empty is not set.
    """
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR")
    if forced:
        return forced not in ("0", "false")
    return stream.isatty() and os.environ.get("TERM", "") not in ("dumb", "unknown") and not os.environ.get("CI")


def write_for(reader: str) -> None:
    """Choose what becomes of characters that standard output cannot write.

    Args:
        reader: ``text`` for people, ``json`` or ``xml`` for programs, which then read the same characters.
    """
    stream = sys.stdout
    if not isinstance(stream, io.TextIOWrapper):
        return
    handler = {"json": "studio.json", "xml": "xmlcharrefreplace"}.get(reader, "studio.text")
    if stream.errors == handler:
        return
    if reader != "text" and not stream.encoding.lower().startswith("utf"):
        stream.reconfigure(encoding="ascii", errors=handler)  # every reader takes that for what it is
    else:
        stream.reconfigure(errors=handler)


def printable(text: str) -> str:
    """The text in the characters that standard output can write."""
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, "studio.text").decode(encoding)


def close_streams() -> OSError | None:
    """Write out what was printed; gives what kept standard output from being written, None where nothing did."""
    failure = None
    for stream in (sys.stderr, sys.stdout):
        try:
            stream.flush()
        except OSError as error:
            failure = error
        raw = getattr(stream, "buffer", None)
        failure = getattr(getattr(raw, "raw", raw), "failure", failure)
    return failure


def _safe(stream: TextIO | None, original: TextIO | None) -> TextIO:
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - for the rest of the process
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    raw = getattr(stream.buffer, "raw", stream.buffer)
    if stream is not original or type(raw) is not io.FileIO:  # a test's own, or a console of Windows
        stream.reconfigure(errors="studio.text")
        return stream
    outlet = _Outlet(stream.fileno(), "wb", closefd=False)
    return io.TextIOWrapper(
        outlet if raw is stream.buffer else io.BufferedWriter(outlet),  # as Python itself does
        encoding=stream.encoding,
        errors="studio.text",
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def _as_text(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(_PLAIN.get(char) or char.encode("ascii", "backslashreplace").decode() for char in wrong), error.end


def _as_json(error: UnicodeError) -> tuple[str, int]:
    """Outside of its strings JSON is ASCII, so every character that cannot be written may be an escape."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    wrong = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    units = zip(wrong[::2], wrong[1::2], strict=True)
    return "".join(f"\\u{high:02x}{low:02x}" for high, low in units), error.end
