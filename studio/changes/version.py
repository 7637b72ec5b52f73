"""One version of an episode: everything that decides what is heard, as plain values that can be kept.

A render keeps the version that it made, so that a later script can be compared with what was rendered, whatever has
become of the files that it was made from.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from studio.kit.files import write_atomically
from studio.kit.inputs import file_digest
from studio.model.narration import CuePoint, Narration
from studio.model.script import Script
from studio.model.show import Show
from studio.speech.length import speaking_s
from studio.takes import TakePlan

_FORMAT = 1
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Passage:
    """A segment as it is heard.

    Attributes:
        number: of the segment, from 1.
        line: of the script, from 1.
        section: index of its heading in :attr:`Version.headings`.
        written: as a reader sees it.
        spoken: as a voice says it.
        speaker: by the name in the script; None for the narrator.
        voice: by its name in the show.
        boundary: what comes after it, see :class:`~studio.model.narration.Boundary`.
        pause_s: the silence after it.
        length_s: of its take, without that silence.
        is_measured: whether the take is there; else the length is estimated.
        key: of the take.
        made_from: the ingredients of the key, see :mod:`studio.takes.keys`.
        says: words whose pronunciation is settled: [word, IPA, respelling].
    """

    number: int
    line: int
    section: int
    written: str
    spoken: str
    speaker: str | None
    voice: str
    boundary: str
    pause_s: float
    length_s: float
    is_measured: bool
    key: str
    made_from: dict[str, Any] = field(default_factory=dict)
    says: tuple[tuple[str, str | None, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, which listeners see and do not hear; ``first`` is the index of the passage that follows it.

    ``pillar`` is the id of the section's pillar, ``is_own`` whether it is not that of the section around it.
    """

    title: str
    rank: int
    line: int
    first: int
    pillar: str | None = None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Sound:
    """A cue in words (``stinger glass, -3 dB``) before the passage with index ``at``; ``digest`` is of its sound."""

    text: str
    at: int
    line: int
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """An episode as it was, or is.

    Attributes:
        title: of the episode.
        script: path of the script, from the show's folder.
        passages: in order.
        headings: one for each section, in order; what stands before the first heading has rank 0.
        sounds: the cues, in order.
        final: whether the voices speak as in final takes.
    """

    title: str
    script: str
    passages: tuple[Passage, ...]
    headings: tuple[Heading, ...] = ()
    sounds: tuple[Sound, ...] = ()
    final: bool = False

    def pillar(self, passage: Passage) -> str | None:
        """Id of the pillar that a passage belongs to."""
        return self.headings[passage.section].pillar if self.headings else None

    @property
    def length_s(self) -> float:
        """Length of what is spoken with its pauses, without sounds."""
        return sum(one.length_s + one.pause_s for one in self.passages)

    def shares(self) -> dict[str, float]:
        """Pillar → its share of the speaking time, 0 to 1, in the order in which they are heard first."""
        total_s, found = self.length_s, dict[str, float]()
        for one in self.passages:
            pillar = self.pillar(one)
            if pillar is not None and total_s:
                found[pillar] = found.get(pillar, 0.0) + (one.length_s + one.pause_s) / total_s
        return found


def version_of(script: Script, narration: Narration, plans: Sequence[TakePlan], show: Show) -> Version:
    """The version of an episode that a script makes.

    Args:
        script: the parsed script.
        narration: what it says.
        plans: of its takes, one for each segment; where they are there their lengths are known.
        show: whose sounds the cues name.
    """
    passages = tuple(_passage(script, plan) for plan in plans)
    firsts = {one.section: index for index, one in reversed([*enumerate(passages)])}
    headings, following = [], len(passages)
    for index, section in reversed([*enumerate(script.sections)]):
        following = firsts.get(index, following)
        line = script.source.location(section.title_span.start).line
        shown = section.chapter_title or section.title
        headings.append(
            Heading(shown, section.rank, line, following, script.pillar_of(index), section.pillar is not None)
        )
    return Version(
        title=script.episode.title,
        script=script.source.path,
        passages=passages,
        headings=tuple(reversed(headings)),
        sounds=tuple(_sound(point, script, show) for point in narration.cues),
        final=any(plan.cast.voice.is_final for plan in plans),
    )


def keep_version(path: Path, version: Version) -> None:
    """Write a version for :func:`kept_version`.

    Raises:
        StudioError: it cannot be written.
    """
    values = {"format": _FORMAT, **_values(version)}
    write_atomically(path, json.dumps(values, ensure_ascii=False, default=_values).encode("utf-8", "surrogatepass"))


def _values(one: Version | Passage | Heading | Sound) -> dict[str, object]:
    return {each.name: getattr(one, each.name) for each in fields(one)}  # ``asdict`` would copy what is in them


def kept_version(path: Path) -> Version | None:
    """The version that was kept; None where there is none that can be read."""
    try:
        values = json.loads(path.read_bytes())
        if values.pop("format") != _FORMAT:
            return None
        passages = tuple(
            Passage(**{**one, "says": tuple((word, ipa, respelling) for word, ipa, respelling in one["says"])})
            for one in values.pop("passages")
        )
        headings = tuple(Heading(**one) for one in values.pop("headings"))
        sounds = tuple(Sound(**one) for one in values.pop("sounds"))
        return Version(**values, passages=passages, headings=headings, sounds=sounds)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _passage(script: Script, plan: TakePlan) -> Passage:
    segment, info = plan.segment, plan.info
    return Passage(
        number=segment.number,
        line=script.source.location(segment.span.start).line,
        section=segment.section,
        written=segment.written,
        spoken=segment.spoken,
        speaker=segment.speaker,
        voice=segment.voice,
        boundary=str(segment.boundary),
        pause_s=segment.pause_s,
        length_s=round(info.length_samples / info.rate_hz if info else speaking_s(segment.spoken), 3),
        is_measured=info is not None,
        key=plan.key,
        made_from=plan.parts,
        says=tuple((segment.spoken[one.start : one.end], one.ipa, one.respelling) for one in segment.pronunciations),
    )


def _sound(point: CuePoint, script: Script, show: Show) -> Sound:
    cue, asset = point.cue, show.assets.get(point.cue.name)
    parts = [f"{cue.kind} {cue.name}".strip()]
    parts += [f"{cue.length_s:g} s"] if cue.length_s is not None else []
    parts += [f"{cue.gain_db:+g} dB"] if cue.gain_db is not None else []
    parts += [f"fade {cue.fade_s:g} s"] if cue.fade_s is not None else []
    digest = f"{_digest(asset.path)} {asset.gain_db:g} {asset.fade_s:g}" if asset else ""
    return Sound(", ".join(parts), point.segment, script.source.location(cue.span.start).line, digest)


def _digest(path: Path) -> str:
    try:
        return file_digest(path)[:_DIGITS]
    except OSError:
        return "not there"
