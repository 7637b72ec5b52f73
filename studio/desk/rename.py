"""Another name for a speaker: everywhere in the script, and with the voice that the old one had."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studio.desk.analysis import Analysis
from studio.kit.errors import ConfigurationError
from studio.model.diagnostics import Edit
from studio.model.ledger import Fate
from studio.model.source import Source, Span
from studio.narration.narrate import narrate
from studio.narration.read import parse_source

_NAME = re.compile(r"[^\W\d_][\w.'’&/ -]{0,58}")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker's name as it stands on a span."""

    name: str
    span: Span


def speaker_at(analysis: Analysis, offset: int) -> Speaker | None:
    """The speaker whose name stands at a place; None where none does."""
    return next((one for one in _places(analysis) if one.span.start <= offset <= one.span.end), None)


def rename_speaker(analysis: Analysis, offset: int, new: str) -> tuple[Edit, ...]:
    """The edits that give the speaker at a place another name.

    Where the show gives the old name its voice, the front matter gives it to the new one.

    Raises:
        ConfigurationError: no speaker's name stands there, the new one is no name or another speaker's, or something
            would be said by another voice, or not at all.
    """
    here, new = speaker_at(analysis, offset), new.strip()
    if here is None:
        raise ConfigurationError("no-speaker", "no speaker's name stands here")
    if not _NAME.fullmatch(new):
        raise ConfigurationError("not-a-name", f"“{new}” cannot be a speaker's name", hint="Write letters and spaces.")
    old = here.name.casefold()
    others = {one.name.casefold() for one in _places(analysis)} - {old}
    if new.casefold() in others or (new.casefold() != old and new.upper() in analysis.show.speakers):
        raise ConfigurationError("name-taken", f"there is a speaker {new} already", hint="Choose another name.")
    edits = [Edit(one.span, new) for one in _places(analysis) if one.name.casefold() == old]
    if old not in {name.casefold() for name in analysis.script.episode.speakers}:
        edits += _casting(analysis, here.name, new)
    edits.sort(key=lambda edit: edit.span)
    _require_same_sound(analysis, edits)
    return tuple(edits)


def _places(analysis: Analysis) -> Iterator[Speaker]:
    """Every place where a speaker's name stands: in the front matter, and before what is said."""
    source, script = analysis.source, analysis.script
    names = {block.speaker for section in script.sections for block in section.blocks if block.speaker}
    names |= {*script.episode.speakers}
    if not names:
        return
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    name = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
    if block := _speakers_block(source, script.front_matter):
        keys = re.compile(rf"(?P<before>[\n{{,][ \t]*[\"']?)(?P<name>{pattern})(?=[\"']?[ \t]*:)", re.IGNORECASE)
        for match in keys.finditer(source.text, block.start, block.end):
            yield Speaker(match["name"], Span(*match.span("name")))
    for entry in script.ledger:
        if entry.fate is Fate.SPEAKER and (found := name.search(source.text, entry.span.start, entry.span.end)):
            yield Speaker(found[0], Span(*found.span()))


def _speakers_block(source: Source, front: Span) -> Span | None:
    """What stands under ``speakers:`` in the front matter."""
    text = source.slice(front)
    match = re.search(
        r"^(?:speakers|voices)[ \t]*:(?P<inside>[^\r\n]*(?:\r?\n(?:[ \t]+[^\r\n]*)?(?=\r?\n))*)", text, re.MULTILINE
    )
    return Span(front.start + match.start("inside"), front.start + match.end("inside")) if match else None


def _casting(analysis: Analysis, old: str, new: str) -> Iterator[Edit]:
    """The voice that the show gives the old name, given to the new one, where that would not have it."""
    voice = analysis.show.speakers.get(old.upper())
    if voice is None or voice == analysis.show.narrator or new.casefold() == old.casefold():
        return
    source, front = analysis.source, analysis.script.front_matter
    end = "\r\n" if "\r\n" in source.text[:10_000] else "\n"
    if front.end == 0:
        at = 1 if source.text.startswith("\ufeff") else 0
        yield Edit(Span(at, at), f"---{end}speakers:{end}  {new}: {voice}{end}---{end}{end}")
    elif block := _speakers_block(source, front):
        inside = source.slice(block)
        brace = inside.find("{")
        at = block.start + brace + 1 if brace >= 0 else block.start + len(inside.split("\n", 1)[0].rstrip("\r"))
        yield Edit(Span(at, at), f"{new}: {voice}, " if brace >= 0 else f"{end}  {new}: {voice}")
    else:
        last = source.text.rfind("---", front.start, front.end)
        last = last if last > front.start else source.text.rfind("...", front.start, front.end)
        yield Edit(Span(last, last), f"speakers:{end}  {new}: {voice}{end}")


def _require_same_sound(analysis: Analysis, edits: list[Edit]) -> None:
    """Refuse edits after which anything is said otherwise, or by another voice."""
    parts, at = [], 0
    for edit in edits:
        parts += [analysis.source.text[at : edit.span.start], edit.text]
        at = edit.span.end
    text = "".join([*parts, analysis.source.text[at:]])
    after = narrate(parse_source(analysis.show, Source(analysis.source.path, text)), analysis.show, {})
    said = [[(one.spoken, one.voice) for one in narration.segments] for narration in (analysis.narration, after)]
    if said[0] != said[1]:
        raise ConfigurationError(
            "rename-is-heard",
            "under that name something would be said by another voice, or read as text",
            hint="Choose another name, or give it a voice under `speakers:` in the front matter first.",
        )
