"""Script → segments and cues: who says what, in spoken words, with which pause, and where each word was written."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from studio.kit.text_map import TextMap
from studio.model.narration import Boundary, CuePoint, Narration, Segment, SpokenPiece
from studio.model.script import PART_RANK, BlockKind, Inline, Script
from studio.model.show import Pauses, Show
from studio.narration.disclose import with_sentence
from studio.script.folds import SUMMARY
from studio.speech import Lexicon, Style, speak
from studio.speech.sentences import split_sentences

#: A sentence shorter than this ("Why?") is no unit of its own: engines give two syllables in isolation a false melody.
SHORT_SENTENCE_CHARS = 24

_NO_LEXICON = Lexicon()
_SOMETHING_TO_SAY = re.compile(r"\w")
_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class _Utterance:
    """A stretch of one block that will be one segment, with all that decides the pause after it."""

    section: int
    block: int
    start: int
    end: int
    visible: TextMap
    speaker: str | None


def narrate(script: Script, show: Show, lexicons: Mapping[str, Lexicon]) -> Narration:
    """Everything that is to be heard, in order.

    Args:
        script: the parsed script.
        show: gives the house style, the voices of the speakers, and the pauses.
        lexicons: voice → how words are pronounced; a voice without one says them as its engine does.

    Where the show asks for it, the narrator says besides that voices are synthetic. What cannot be spoken (code,
    tables, formulas …) is left out; :attr:`Script.left_out` lists it.
    """
    style = Style(**show.style)
    script = with_sentence(script, show)
    utterances: list[_Utterance] = []
    cues: list[CuePoint] = []
    rules: set[int] = set()
    for section_index, section in enumerate(script.sections):
        for block_index, block in enumerate(section.blocks):
            if block.kind is BlockKind.RULE:
                rules.add(len(utterances))
            elif block.cue is not None:
                cues.append(CuePoint(len(utterances), block.cue, section_index))
            elif block.kind.is_spoken:
                visible = TextMap((run for run in block.inlines if run.is_heard), block.span)
                utterances += (
                    _Utterance(section_index, block_index, start, end, visible, block.speaker)
                    for start, end in _group(visible.text)
                )
    voices = {speaker: _voice(speaker, script, show) for speaker in {one.speaker for one in utterances}}
    segments = []
    for index, (utterance, following) in enumerate(itertools.pairwise([*utterances, None])):
        assert utterance is not None
        boundary = _boundary(script, utterance, following, after_rule=index + 1 in rules)
        spoken, pieces = _say(utterance, style)
        if _is_open_item(script, utterance, spoken):
            spoken += "."
        voice = voices[utterance.speaker]
        lexicon = lexicons.get(voice, _NO_LEXICON)
        segments.append(
            Segment(
                number=index + 1,
                section=utterance.section,
                written=utterance.visible.text[utterance.start : utterance.end],
                spoken=spoken,
                voice=voice,
                span=utterance.visible.span(utterance.start, utterance.end),
                boundary=boundary,
                pause_s=_pause(boundary, utterance, following, show.pauses),
                speaker=utterance.speaker,
                pieces=pieces,
                pronunciations=lexicon.pronounce(spoken, _engine(voice, show)),
            )
        )
    return Narration(tuple(segments), tuple(cues))


def _group(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of one sentence each, a short one together with its neighbour.

    The grouping looks no further than the paragraph, so that an edit moves no border elsewhere.
    """
    ranges = [
        (line.start() + start, line.start() + end)
        for line in _LINE.finditer(text)
        for start, end in split_sentences(line[0])
        if _SOMETHING_TO_SAY.search(line[0], start, end)
    ]
    groups: list[tuple[int, int]] = []
    for start, end in ranges:
        if groups and groups[-1][1] - groups[-1][0] < SHORT_SENTENCE_CHARS:
            groups[-1] = (groups[-1][0], end)
        else:
            groups.append((start, end))
    if len(groups) > 1 and groups[-1][1] - groups[-1][0] < SHORT_SENTENCE_CHARS:
        groups[-2:] = [(groups[-2][0], groups[-1][1])]
    yield from groups


def _say(utterance: _Utterance, style: Style) -> tuple[str, tuple[SpokenPiece, ...]]:
    """Spoken text of an utterance; ``pieces`` are relative to its written text."""
    text = ""
    pieces: list[SpokenPiece] = []
    for start, end, inline in _stretches(utterance):
        written = utterance.visible.text[start:end]
        if inline is None or inline.read_as:
            around = (utterance.visible.text[max(0, start - 40) : start], utterance.visible.text[end : end + 40])
            spoken = speak(written, style, read_as=inline.read_as if inline else None, around=around)
            said, parts = spoken.text, spoken.pieces
        else:
            said = inline.say or " ".join(char for char in inline.text if char.isalnum())
            parts = (SpokenPiece(0, len(said), 0, len(written), "say" if inline.say else "spell"),)
        if text and said and not text[-1].isspace() and not said[0].isspace() and _gap_before(utterance, start):
            text += " "
        offset, shift = len(text), start - utterance.start
        text += said
        pieces += (
            SpokenPiece(p.start + offset, p.end + offset, p.written_start + shift, p.written_end + shift, p.rule)
            for p in parts
        )
    return text, tuple(pieces)


def _is_open_item(script: Script, utterance: _Utterance, spoken: str) -> bool:
    """Whether this is the end of a list item or summary that has no full stop, and a voice needs one."""
    block = script.sections[utterance.section].blocks[utterance.block]
    is_item = block.kind is BlockKind.LIST_ITEM or block.info == SUMMARY
    if not is_item or utterance.visible.text[utterance.end :].strip():
        return False
    return spoken.rstrip("\"'”’)]» ")[-1:].isalnum()


def _gap_before(utterance: _Utterance, position: int) -> bool:
    """Whether white space stands on either side of the border at ``position``."""
    return any(char.isspace() for char in utterance.visible.text[position - 1 : position + 1])


def _stretches(utterance: _Utterance) -> Iterator[tuple[int, int, Inline | None]]:
    """Cut an utterance at the runs that the author has worded; plain runs in a row stay one text, for its context."""
    position = utterance.start
    for start, inline in utterance.visible.placed_runs:
        end = start + len(inline.text)
        if (inline.say or inline.spell or inline.read_as) and start < utterance.end and end > utterance.start:
            if position < start:
                yield position, start, None
            yield max(start, utterance.start), min(end, utterance.end), inline
            position = end
    if position < utterance.end:
        yield position, utterance.end, None


def _boundary(script: Script, here: _Utterance, following: _Utterance | None, *, after_rule: bool) -> Boundary:
    if following is None:
        return Boundary.END
    if here.section != following.section:
        between: Sequence[int] = [s.rank for s in script.sections[here.section + 1 : following.section + 1]]
        return Boundary.PART if min(between) <= PART_RANK else Boundary.SECTION
    if after_rule:
        return Boundary.SECTION
    if here.speaker != following.speaker:
        return Boundary.SPEAKER
    return Boundary.SENTENCE if here.block == following.block else Boundary.PARAGRAPH


def _pause(boundary: Boundary, here: _Utterance, following: _Utterance | None, pauses: Pauses) -> float:
    lengths = {
        Boundary.SENTENCE: pauses.sentence_s,
        Boundary.PARAGRAPH: pauses.paragraph_s,
        Boundary.SECTION: pauses.section_s,
        Boundary.PART: pauses.part_s,
        Boundary.SPEAKER: pauses.speaker_s,
        Boundary.END: pauses.end_s,
    }
    pause = lengths[boundary]
    if following is not None and here.speaker != following.speaker:
        pause = max(pause, pauses.speaker_s)
    return pause


def _voice(speaker: str | None, script: Script, show: Show) -> str:
    if speaker is None:
        return show.narrator
    name = speaker.upper()
    return _casting(script).get(name) or show.speakers.get(name) or show.narrator


def _engine(voice: str, show: Show) -> str | None:
    return show.voices[voice].engine if voice in show.voices else None


def _casting(script: Script) -> dict[str, str]:
    return {speaker.upper(): voice for speaker, voice in script.episode.speakers.items()}
