"""What was heard of a take, kept beside it, so that no take is heard twice.

An entry is sealed like every cache entry. It belongs to one recogniser, by its name, version and model, and to the very
sound that it heard: where a take was made again under the same key, by an engine that varies, it is heard again.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from studio.kit.files import write_atomically
from studio.kit.sealed import Form, checksum, read_entry, seal

if TYPE_CHECKING:
    from pathlib import Path

    from studio.kit.events import Events
    from studio.listening.ear import Ear
    from studio.takes.store import TakeStore

#: The number is raised where the same sound would be noted down otherwise.
_KIND = "studio-heard 1"
FORM = Form("heard", re.compile(r"(?:.*/)?(?P<key>[0-9a-f]{64})\.[0-9a-f]{12}\.heard"))


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was heard of one take.

    Attributes:
        text: the words, as the recogniser writes them.
        length_s: of the sound.
        silence: start and end in seconds of the longest silence between sounds.
    """

    text: str
    length_s: float
    silence: tuple[float, float]


class KeptHearings:
    """The entries of one recogniser in the folder of a store of takes.

    Args:
        store: of the takes.
        ear: who hears.
        events: told of every damaged entry.
    """

    def __init__(self, store: TakeStore, ear: Ear, events: Events) -> None:
        self._store = store
        self._ear = ear
        self._events = events

    def find(self, key: str) -> Hearing | None:
        """What was heard of the take with this key; None where it was not heard yet, or has another sound by now.

        Raises:
            StudioError: an entry that is there and cannot be read.
        """
        content = read_entry(_KIND, self._path(key), self._events.warn)
        if content is None:
            return None
        noted = json.loads(bytes(content))
        if noted["sound"] != checksum(self._store.path(key)):
            return None
        start_s, end_s = noted["silence"]
        return Hearing(noted["text"], noted["length_s"], (start_s, end_s))

    def keep(self, key: str, hearing: Hearing) -> None:
        """Keep what was heard of the take with this key.

        Raises:
            StudioError: the disk is full or the folder cannot be written.
        """
        noted = {
            "recogniser": {"name": self._ear.name, "version": self._ear.version, "model": self._ear.model},
            "sound": checksum(self._store.path(key)),
            **asdict(hearing),
        }
        write_atomically(self._path(key), seal(_KIND, json.dumps(noted, ensure_ascii=False).encode()))

    def _path(self, key: str) -> Path:
        return self._store.path(key).with_suffix(f".{self._ear.digest}.heard")
