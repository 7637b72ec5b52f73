"""Words that somebody flagged while listening: kept beside the builds, found again by the sentence they are in."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from studio.kit.errors import ConfigurationError, StudioError
from studio.live.kept import read_kept, write_kept

MOST_FLAGS = 1000
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Flag:
    """A word that is to be looked at.

    Attributes:
        number: of the flag, unique in the show.
        episode: id of its episode.
        sentence: id of the sentence's text (:func:`studio.takes.choices.choice_id`).
        text: the sentence as it was heard.
        word: itself; empty for the whole sentence.
        at_s: seconds from the sentence's start.
        note: what somebody wrote about it.
    """

    number: int
    episode: str
    sentence: str
    text: str
    word: str = ""
    at_s: float = 0.0
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)


class Flags:
    """Every flag of a show.

    Args:
        build: folder of builds, beside which they are kept.
    """

    def __init__(self, build: Path) -> None:
        self._build, self._path = build, build / ".flags.json"
        self._lock = threading.Lock()

    def of(self, episode: str) -> tuple[Flag, ...]:
        """Those of an episode, in the order in which they were set.

        Raises:
            StudioError: the file cannot be read.
        """
        return tuple(flag for flag in self._read() if flag.episode == episode)

    def add(self, episode: str, sentence: str, values: Mapping[str, Any]) -> Flag:
        """Set a flag.

        Args:
            episode: id.
            sentence: id of the sentence.
            values: ``text``, ``word``, ``at_s`` and ``note`` of it.

        Raises:
            StudioError: the file cannot be read or written; there are too many.
        """
        with self._lock:
            flags = self._read()
            if len(flags) >= MOST_FLAGS:
                raise StudioError("busy", f"there are {MOST_FLAGS} flags already", hint="Take some away.")
            number = max((flag.number for flag in flags), default=0) + 1
            text, word, note = (str(values.get(name, ""))[:_LONGEST] for name in ("text", "word", "note"))
            flag = Flag(number, episode, sentence, text, word, float(values.get("at_s", 0.0)), note)
            self._write([*flags, flag])
        return flag

    def remove(self, number: int) -> None:
        """Take a flag away.

        Raises:
            ConfigurationError: ``unknown-flag``.
            StudioError: the file cannot be read or written.
        """
        with self._lock:
            flags = self._read()
            left = [flag for flag in flags if flag.number != number]
            if len(left) == len(flags):
                raise ConfigurationError("unknown-flag", f"there is no flag {number}")
            self._write(left)

    def _read(self) -> list[Flag]:
        found = read_kept(self._path, self._build)
        try:
            return [Flag(**values) for values in found["flags"]] if found is not None else []
        except (TypeError, KeyError):
            hint = "Mend it, or move it away."
            raise StudioError("damaged-notes", "this file is damaged", where=str(self._path), hint=hint) from None

    def _write(self, flags: list[Flag]) -> None:
        write_kept(self._path, self._build, {"flags": [flag.as_json() for flag in flags]})
