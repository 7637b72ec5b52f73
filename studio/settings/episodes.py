"""From what a person types to one episode: what it is called, and where its files are."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9._-]+")
_MOST_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class EpisodeFiles:
    """One episode and where everything of it stands.

    Attributes:
        id: unique in the show; the name of its build folder and of its files there.
        script: the Markdown file.
        build: folder of the finished files, ``build/<id>/``.
        takes: choices of takes by hand, ``<id>.takes.yaml`` beside the script; need not exist.
        recordings: folder for recordings by people, ``recordings/<id>/``; need not exist.
    """

    id: str
    script: Path
    build: Path
    takes: Path
    recordings: Path
    number: int | None = None
    season: int | None = None

    @property
    def mp3(self) -> Path:
        """The finished episode."""
        return self.build / f"{self.id}.mp3"


def id_from_name(file_name: str) -> str:
    """The id of an episode whose front matter names none: its file's name, as far as folders and addresses take it.

    Args:
        file_name: name of the script, with or without ``.md``.
    """
    stem = file_name.removesuffix(".md")
    folded = "".join(one for one in unicodedata.normalize("NFKD", stem) if not unicodedata.combining(one))
    name = re.sub("-{2,}", "-", _NOT_IN_IDS.sub("-", folded)).strip("._-")
    if name and len(name) <= _MOST_CHARACTERS:
        return name
    digest = hashlib.sha256(unicodedata.normalize("NFC", stem).encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{name[: _MOST_CHARACTERS - 9]}-{digest}" if name else f"episode-{digest}"
