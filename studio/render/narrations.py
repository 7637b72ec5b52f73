"""What is spoken in a script, kept by whoever reads it, so that the next plan of a catalogue reads what has changed."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from studio.kit.errors import StudioError
from studio.kit.files import write_atomically
from studio.kit.garbage import uncollected
from studio.kit.inputs import FACT, Record, recording, see
from studio.kit.sealed import Form, seal, unseal
from studio.model.narration import Boundary, Pronunciation, Segment, SpokenPiece
from studio.model.source import Source, Span
from studio.narration.read import read_episode
from studio.render.up_to_date import code_facts
from studio.settings.episodes import EpisodeFiles
from studio.settings.show import CONFIG_NAME
from studio.settings.text import read_text
from studio.settings.workspace import Workspace

_KIND = "studio-narration 1"
_FOLDER = "narrations"
FORM = Form(_FOLDER, re.compile(rf"{_FOLDER}/[^/]+\.narration"))


class Narrations:
    """The segments of a show's episodes, each with the record of what they were read from.

    Files that several episodes share, lexicons above all, are looked at once: an object is for one command.

    Args:
        workspace: the show, with the voices by which it is to be spoken.
        keep: whether what is read is kept.
    """

    def __init__(self, workspace: Workspace, *, keep: bool = True) -> None:
        show = workspace.show
        self._show = show
        self._folder = workspace.cache / _FOLDER
        self._is_kept = keep and (show.root / CONFIG_NAME).is_file()  # a folder without a show stays as it is
        self._is_final = any(voice.is_final for voice in show.voices.values())
        self._loaded = workspace.loaded
        self._facts = {**code_facts(), "final": str(self._is_final)}
        self._look = cache(see)

    @uncollected()
    def read(self, episode: EpisodeFiles, *, skip_unspeakable: bool = False) -> tuple[Source, tuple[Segment, ...]]:
        """The script as it is written, and its segments.

        Args:
            episode: which one.
            skip_unspeakable: leave out what cannot be spoken instead of refusing the script.

        Raises:
            StudioError: as for :func:`studio.narration.read.read_episode`; that is not kept.
        """
        if (segments := self._known(episode, linted=not skip_unspeakable)) is not None:
            return read_text(self._show, episode.script), segments
        with recording() as record:
            script, narration = read_episode(self._show, episode, skip_unspeakable=skip_unspeakable)
        if self._is_kept and not record.torn:
            self._keep(episode, record, narration.segments, linted=not skip_unspeakable)
        return script.source, narration.segments

    def path(self, episode: EpisodeFiles) -> Path:
        """Where the segments of an episode are kept, or would be."""
        return self._folder / f"{episode.id}{'.final' if self._is_final else ''}.narration"

    def _known(self, episode: EpisodeFiles, *, linted: bool) -> tuple[Segment, ...] | None:
        """What is kept, where it holds; a damaged entry is one that does not. What the linter let pass is the same with
        and without its word."""
        try:
            record, was_linted, segments = json.loads(bytes(unseal(_KIND, self.path(episode).read_bytes())))
            changes = Record.from_json(record, self._show.root).changes(self._facts, self._look)
            if (linted and not was_linted) or any(changes):
                return None
            return tuple(map(_segment, segments))
        except (OSError, ValueError, TypeError):
            return None

    def _keep(self, episode: EpisodeFiles, record: Record, segments: tuple[Segment, ...], *, linted: bool) -> None:
        """Where nothing can be written the script is read again the next time, and no more."""
        told = Record(dict(record.notes))
        told.add(self._loaded)
        for name, value in self._facts.items():
            told.note(FACT, name, value)
        content = json.dumps([told.as_json(self._show.root), linted, [*map(_values, segments)]], ensure_ascii=False)
        try:
            write_atomically(self.path(episode), seal(_KIND, content.encode("utf-8", "surrogatepass")))
        except StudioError:
            return


def _values(segment: Segment) -> list[Any]:
    one = segment
    return [
        *(one.number, one.section, one.written, one.spoken, one.voice, one.span.start, one.span.end),
        *(one.boundary, one.pause_s, one.speaker),
        [[p.start, p.end, p.written_start, p.written_end, p.rule] for p in one.pieces],
        [[p.start, p.end, p.ipa, p.respelling, p.where] for p in one.pronunciations],
    ]


def _segment(values: list[Any]) -> Segment:
    number, section, written, spoken, voice, start, end, boundary, pause_s, speaker, pieces, pronunciations = values
    return Segment(
        *(number, section, written, spoken, voice, Span(start, end), Boundary(boundary), pause_s, speaker),
        pieces=tuple(SpokenPiece(*one) for one in pieces),
        pronunciations=tuple(Pronunciation(*one) for one in pronunciations),
    )
