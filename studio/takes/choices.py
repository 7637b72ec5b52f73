"""Takes chosen by hand: ``scripts/<episode>.takes.yaml``, kept under version control beside the script.

A choice belongs to a text, not to a place: it follows its sentence when others are put in before it, and when the
sentence itself changes it no longer applies. ::

    takes:
      3f0c9a51be:
        text: Caches lie, and they lie politely.
        take: 3
      9d1e02c7aa:
        text: Nobody looks at night.
        recording: recordings/ep17/0042.wav
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio.kit import inputs
from studio.kit.errors import ConfigurationError
from studio.kit.files import write_atomically
from studio.model.fields import declared
from studio.settings.complaints import shortened
from studio.settings.episodes import relative_path
from studio.settings.reader import open_file

if TYPE_CHECKING:
    from pathlib import Path

    from studio.model.narration import Segment
    from studio.model.show import Show
    from studio.settings.episodes import EpisodeFiles

_HEADER = "# Takes chosen by hand. Each belongs to its text; `studio retake` and `studio takes` write this file.\n"
_ID_LENGTH = 10
MOST_TAKES = 999


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be heard for a text: take number ``take`` (from 1), or a recording (path from the show's folder).

    ``locked`` keeps it from being chosen otherwise until it is unlocked.
    """

    text: str
    take: int = 1
    recording: str | None = None
    locked: bool = False


Choices = Mapping[str, Choice]


@dataclass(frozen=True, slots=True)
class _ChoiceYaml:
    text: str = declared("The text that it belongs to, as written.", "")
    take: int | None = declared("Which take is heard.", None, low=1, high=MOST_TAKES)
    recording: str | None = declared("A recording instead, from the show's folder.", None)
    locked: bool = declared("Whether nothing else may be chosen.", False)


@dataclass(frozen=True, slots=True)
class _TakesYaml:
    takes: Mapping[str, _ChoiceYaml] = declared("Choices by the digest of the spoken text.", factory=dict)


def choice_id(segment: Segment) -> str:
    """What a segment's choice is filed under: a digest of the spoken text, so that corrected spelling keeps it."""
    return hashlib.sha256(segment.spoken.encode()).hexdigest()[:_ID_LENGTH]


def read_choices(show: Show, episode: EpisodeFiles) -> dict[str, Choice]:
    """An episode's choices by :func:`choice_id`; none where there is no file.

    Args:
        show: the episode's show, from whose folder the paths of recordings count.
        episode: whose choices are read.

    Raises:
        ConfigurationError: with file and line of what cannot be used; a recording that is not there.
    """
    path = episode.takes
    try:
        reading, top = open_file(path, relative_path(show, path), show.root)
    except ConfigurationError as error:
        if error.code == "missing-file":
            return {}
        raise
    found = reading.read(_TakesYaml, top)
    reading.stop_if_wrong()
    choices: dict[str, Choice] = {}
    for name, entry in found.takes.items():
        if entry.recording and not _is_there(show.root / entry.recording):
            message = f"there is no recording {shortened(entry.recording)!r}"
            reading.complain("recording-missing", top.get("takes", name, "recording"), name, message=message)
        elif not entry.recording and not entry.take:
            reading.complain("missing-key", top.get("takes", name), f"takes.{name}.take")
        choices[name] = Choice(entry.text, entry.take or 1, entry.recording or None, entry.locked)
    reading.stop_if_wrong()
    return choices


def choose(
    show: Show, episode: EpisodeFiles, segment: Segment, *, take: int = 1, recording: Path | None = None
) -> Path:
    """Settle what is heard for a segment of an episode. Returns the file of choices.

    Args:
        show: the episode's show.
        episode: whose file of choices is written.
        segment: of the episode.
        take: number of the take, from 1; take 1 is what is heard without a choice.
        recording: by a person, to be heard instead of any take.

    Raises:
        ConfigurationError: a take number out of range, a recording outside the show or that is not there; ``locked``.
    """
    if not 1 <= take <= MOST_TAKES:
        raise ConfigurationError("bad-take", f"takes are numbered from 1 to {MOST_TAKES}, not {take}")
    choices = dict(read_choices(show, episode))
    before = choices.pop(choice_id(segment), None)
    if before is not None and before.locked:
        hint = f"Unlock it in the desk, or take `locked` out of {relative_path(show, episode.takes)}."
        raise ConfigurationError("locked", "the take of this sentence is locked", hint=hint)
    if recording is not None:
        choices[choice_id(segment)] = Choice(segment.written, recording=_inside(show, recording))
    elif take != 1:
        choices[choice_id(segment)] = Choice(segment.written, take=take)
    return _write(episode.takes, choices)


def lock(show: Show, episode: EpisodeFiles, segment: Segment, *, locked: bool) -> Path:
    """Keep what is heard for a segment from being chosen otherwise, or let it be. Returns the file of choices.

    Args:
        show: the episode's show.
        episode: whose file of choices is written.
        segment: of the episode.
        locked: whether it is kept.

    Raises:
        ConfigurationError: the choices cannot be read.
    """
    choices = dict(read_choices(show, episode))
    found = replace(choices.pop(choice_id(segment), Choice(segment.written)), locked=locked)
    if locked or found.recording or found.take != 1:
        choices[choice_id(segment)] = found
    return _write(episode.takes, choices)


def _inside(show: Show, recording: Path) -> str:
    try:
        relative = recording.resolve(strict=True).relative_to(show.root.resolve())
    except FileNotFoundError:
        raise ConfigurationError("recording-missing", "there is no such recording", where=str(recording)) from None
    except ValueError:
        raise ConfigurationError(
            "recording-outside", "the recording must lie in the show's folder", where=str(recording),
            hint=f"Copy it to {show.root / 'recordings'}.",
        ) from None  # fmt: skip
    return relative.as_posix()


def _is_there(path: Path) -> bool:
    """Whether there is a file that can be read; what is noted of it is its content, not its age."""
    try:
        inputs.file_digest(path)
    except OSError:
        return False
    return True


def _write(path: Path, choices: Choices) -> Path:
    import yaml

    entries = {}
    for name, choice in choices.items():
        chosen = {"recording": choice.recording} if choice.recording else {"take": choice.take}
        entries[name] = {"text": choice.text, **chosen, **({"locked": True} if choice.locked else {})}
    text = yaml.safe_dump({"takes": entries}, sort_keys=False, allow_unicode=True, width=120)
    write_atomically(path, (_HEADER + text).encode())
    return path
