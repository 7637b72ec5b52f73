"""A correction on its way: what may be said, what was published before, and which passages are other ones now."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.changes import Kind, Passage, Version, compare
from studio.episode.release import Release, ReleasePassage
from studio.feed.errata import (
    CORRECTIONS,
    PASSAGES,
    Correction,
    change_record,
    correction_record,
    corrections_of,
    hash_in,
    read_corrections,
    read_passages,
)
from studio.feed.names import tag
from studio.feed.records import audio_of
from studio.feed.rss import Enclosure
from studio.kit.errors import ConfigurationError, StudioError

if TYPE_CHECKING:
    from lxml import etree

LONGEST = 500
"""Characters of a correction: listeners read it in an app's notes."""

_UNSEEN = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_EXAMPLE = 'studio publish ep17 --correction "The year of the paper was wrong: it is 1978."'


def correction_text(text: str) -> str:
    """What was wrong, as listeners are to read it.

    Raises:
        ConfigurationError: ``bad-correction`` where there is nothing to read, or more than a line.
    """
    for char in text:
        if unicodedata.category(char) in _UNSEEN or char in _DIRECTIONS:
            raise _bad(f"holds a character that nobody can read (U+{ord(char):04X})", "Write one line of plain text.")
    told = " ".join(text.split())
    if not any(char.isalnum() for char in told):
        raise _bad("says nothing", "Say in a sentence what was wrong: listeners read it in the notes and on the page.")
    if len(told) > LONGEST:
        raise _bad(f"has {len(told)} characters, {LONGEST} at most", "Put what is more into the show notes.")
    return told


@dataclass(frozen=True, slots=True)
class Before:
    """An episode as it is in the feed until now.

    Attributes:
        item: of the feed; None where it is not there.
        identity: the id that it has there; empty for an item of another tool.
        beside: the file beside it whose name ends so; None where there is none.
        kept: what the ledger has of its corrections.
    """

    item: etree._Element | None
    identity: str
    beside: Callable[[str], bytes | None]
    kept: tuple[Correction, ...] = ()

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """What was corrected until now, in order."""
        return self.kept if self.item is None else corrections_of(self.item)

    @property
    def audio(self) -> str:
        """The name of its MP3."""
        return "" if self.item is None else audio_of(self.item)

    @property
    def is_hashed(self) -> bool:
        """Whether a correction has given it an address with a hash."""
        return bool(self.corrections) or (bool(self.identity) and bool(hash_in(self.audio, self.identity)))

    def sounds_like(self, release: Release, audio: Enclosure) -> bool:
        """Whether the sound that is published is this one."""
        if self.item is None:
            return False
        seals = [
            seal.get("value")
            for one in self.item.iterfind(tag("podcast:alternateEnclosure"))
            if one.get("default") == "true" and (seal := one.find(tag("podcast:integrity"))) is not None
        ]
        if seals:
            return audio.integrity in seals
        enclosure = self.item.find("enclosure")
        told = (enclosure is not None and enclosure.get("length"), self.item.findtext(tag("itunes:duration")))
        return told == (str(audio.bytes), str(round(release.duration_ms / 1000)))

    def records(self) -> list[dict[str, Any]]:
        """A record of each correction until now; of those whose file is gone or damaged, what is left."""
        try:
            known = {(one["date"], one["text"]): one for one in read_corrections(self.beside(CORRECTIONS) or b"")}
        except ValueError:
            known = {}
        return [
            known.get((one.at.isoformat(), one.text)) or correction_record(one, "", "", None)
            for one in self.corrections
        ]

    def changes(self, release: Release) -> list[dict[str, Any]] | None:
        """The passages that a build has otherwise; None where nobody knows any more what was said before."""
        for ending, now in ((PASSAGES, release.passages), ("transcript.json", _captions(release))):
            data = self.beside(ending)
            try:
                before = read_passages(data) if data is not None else ()
            except ValueError:
                continue
            if before:
                return changed_passages(before, now)
        return None


def corrected(before: Before, release: Release, audio: Enclosure, text: str, now: datetime.datetime) -> Correction:
    """The correction that a build makes of what is published.

    Raises:
        StudioError: ``not-published``, ``nothing-to-correct``.
    """
    if before.item is None:
        raise StudioError(
            "not-published",
            f"`{release.slug}` is not in the feed, so nobody has heard anything to be corrected",
            hint=f"Publish it without --correction: `studio publish {release.slug}`.",
        )
    if before.sounds_like(release, audio):
        raise StudioError(
            "nothing-to-correct",
            f"the sound of {release.slug} is the one that is published already, and nothing was changed",
            hint=f"Change the script and `studio render {release.slug}` first. Where the sound was replaced without a "
            "word, `studio publish --rollback` brings the former one back, to be corrected from. Notes alone need no "
            "--correction.",
        )
    at = now.astimezone(datetime.UTC).replace(microsecond=0)
    if before.corrections:
        at = max(at, before.corrections[-1].at + datetime.timedelta(seconds=1))
    return Correction(at, text)


def replaced(slug: str) -> str:
    """What to know where other sound is published without a word."""
    return (
        f"{slug} was published with other sound before: whoever has it keeps that and is not told. To tell them, take "
        f'this back with `studio publish --rollback`, then `studio publish {slug} --correction "what was wrong"`'
    )


def changed_passages(before: Sequence[ReleasePassage], after: Sequence[ReleasePassage]) -> list[dict[str, Any]]:
    """A record of each change in what is said, in the order in which it is heard."""
    found = compare(_version(before), _version(after))
    return [
        change_record(
            [kind for kind in change.kinds if kind is not Kind.TAKE or Kind.TEXT not in change.kinds],
            [before[one.line] for one in change.before],
            [after[one.line] for one in change.after],
        )
        for change in found.changes
        if change.before or change.after
    ]


def _version(passages: Sequence[ReleasePassage]) -> Version:
    """What is compared: the words, who says them, and by which take; ``line`` is the index here."""
    return Version(
        "",
        "",
        tuple(
            Passage(
                number=one.number,
                line=index,
                section=0,
                written=one.written,
                spoken=one.written,
                speaker=one.speaker,
                voice="",
                boundary="",
                pause_s=0.0,
                length_s=(one.end_ms - one.start_ms) / 1000,
                is_measured=True,
                key=one.key,
                made_from={"take": one.key},
            )
            for index, one in enumerate(passages)
        ),
    )


def _captions(release: Release) -> tuple[ReleasePassage, ...]:
    """A build as a transcript alone tells it."""
    return tuple(
        ReleasePassage(number, " ".join(cue.text.split()), cue.speaker, cue.start_ms, cue.end_ms)
        for number, cue in enumerate(release.cues, 1)
    )


def _bad(what: str, hint: str) -> ConfigurationError:
    return ConfigurationError("bad-correction", f"the text of --correction {what}", hint=f"{hint} {_EXAMPLE}")
