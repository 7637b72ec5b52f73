"""From what a person types to one episode: what it is called, and where its files are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


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
