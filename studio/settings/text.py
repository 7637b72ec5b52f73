"""The text of a script as its file holds it, and about how many words of it are spoken."""

from __future__ import annotations

import re
from pathlib import Path

from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.inputs import read_bytes
from studio.model.show import Show
from studio.model.source import Source
from studio.settings.episodes import relative_path

#: An hour of speech is about 60 kB of text; what is larger by two orders of magnitude is not a script.
MAX_SCRIPT_BYTES = 8_000_000
#: Where letters have two bytes, more than one in so many is NUL.
_ZEROS = 4
_SAVE_HINT = "Save it as UTF-8; in most editors that is under Save with Encoding."
_FRONT_MATTER = re.compile(r"\A\ufeff?(---|\+\+\+)[ \t]*\r?\n.*?^\1[ \t]*\r?$", re.MULTILINE | re.DOTALL)
_SILENT = re.compile(
    r"^(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)|\Z)"
    r"|<!--.*?-->"
    r"|^:::[ ]?notes\b.*?^:::"
    r"|^(?:\#|::|\|)[^\n]*"  # headings, cues, rows of tables
    r"|^\*{0,2}\[?[A-Z][A-Z0-9 ]{1,20}\]?\*{0,2}:",  # who speaks
    re.MULTILINE | re.DOTALL,
)


def read_text(show: Show, path: Path) -> Source:
    """The text of a script file.

    Raises:
        StudioError: a file that is not there, empty, too large, or not UTF-8.
    """
    shown = relative_path(show, path)
    text = text_of_file(path, shown)
    require_text(text, shown)
    return Source(shown, text)


def text_of_file(path: Path, shown: str) -> str:
    """The text of a script file, empty or not; ``shown`` is its path for messages.

    Raises:
        StudioError: a file that is not there, too large, or not UTF-8.
    """
    try:
        size = path.stat().st_size
        if size > MAX_SCRIPT_BYTES:
            raise StudioError(
                "too-large",
                f"this script has {size / 1e6:.1f} MB; the limit is {MAX_SCRIPT_BYTES / 1e6:.0f} MB",
                where=shown,
                hint="An hour of speech is about 60 kB of text: is this the right file?",
            )
        text = read_bytes(path).decode("utf-8")
    except FileNotFoundError:
        raise ConfigurationError("missing-script", "there is no such script", where=shown) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise StudioError(
            "not-utf8",
            f"this script is not UTF-8 text (byte {error.start + 1} is 0x{error.object[error.start]:02X})",
            where=f"{shown}:{line}",
            hint=_SAVE_HINT,
        ) from None
    except OSError as error:
        raise StudioError("unreadable-file", f"cannot read this script: {error.strerror}", where=shown) from None
    if text.count("\0") * _ZEROS > len(text):
        raise StudioError("not-utf8", "this script is UTF-16 or UTF-32, not UTF-8 text", where=shown, hint=_SAVE_HINT)
    return text


def require_text(text: str, shown: str) -> None:
    """Refuse the text of a script that is empty.

    Raises:
        StudioError: ``empty-script``.
    """
    if not text.strip("\ufeff \t\r\n"):
        raise StudioError("empty-script", "this script is empty", where=shown, hint="Write something to say.")


def count_words(text: str) -> int:
    """About how many words of a script are spoken, within a few of a hundred; a parse would take a hundred times as
    long."""
    return len(_SILENT.sub(" ", _FRONT_MATTER.sub("", text, count=1)).split())
