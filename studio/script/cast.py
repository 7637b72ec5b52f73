"""Who speaks in a script: the names that it or its show declares, and those that its text shows to be speakers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from studio.script.header import header_lines
from studio.script.names import is_a_person, is_role, may_be_a_name
from studio.script.speakers import Form, Label, labels

_BESIDE = 4  # paragraphs from one turn of a conversation to the next, at most
MOST_CHARACTERS = 5_000
"""What is looked at of a turn: its label, and whether all of it is a quotation."""

_FENCE = re.compile(r"[ \t>]*(```|~~~)")
_PREFIX = re.compile(r"[ \t]{0,3}(?:>[ \t]?)*(?P<item>(?:[-*+]|\d{1,9}[.)])[ \t]+)?[ \t]*")
_MAY_BE_LABELLED = re.compile(r"[*_\[(\d]|[^:\n]{1,100}:|[^a-z\n]+\Z|[^\n]*\d:\d\d")
_SPEAKS_UP = re.compile(
    r"[?!]|\b(?:I|I'm|I’m|I'd|I’d|I've|I’ve|you|your|we|we're|we’re|me|my|us|our|yeah|yes|no|nope|okay|ok|hi|hello|hey"
    r"|thanks|thank|sure|right|exactly|fine|absolutely|welcome|well|oh|so|um|uh)\b",
    re.IGNORECASE,
)
_FIRST_LETTER = re.compile(r"[\"“‘'…*_]*(?P<letter>[^\W_])")
_ADDRESS = re.compile(r"\S+[./]\S+\s*\Z")


@dataclass(frozen=True, slots=True)
class Turn:
    """A place that could begin a turn: its line, column and paragraph, all counted from 0, and what is said."""

    line: int
    column: int
    paragraph: int
    label: Label
    speech: str
    is_item: bool

    @property
    def speaks_up(self) -> bool:
        """Whether somebody says this to somebody."""
        return self.label.is_quoted or _SPEAKS_UP.search(self.speech) is not None


@dataclass
class _Candidate:
    """A name, and the places where it could begin a turn."""

    name: str
    turns: list[Turn] = field(default_factory=list)
    meets: set[str] = field(default_factory=set)

    def has(self, *forms: Form) -> bool:
        return any(turn.label.form in forms for turn in self.turns)

    @property
    def speaks_up(self) -> bool:
        return any(turn.speaks_up for turn in self.turns)


@dataclass(frozen=True)
class Cast:
    """The speakers of a script, case-folded, each with the forms of label that begin a turn of theirs.

    Of those in ``quoted`` only quotations are turns; ``doubts`` are the first turns of names that look like a
    speaker's, and may be none.
    """

    forms: dict[str, frozenset[Form]]
    quoted: frozenset[str] = frozenset()
    doubts: tuple[Turn, ...] = ()

    def label(self, text: str) -> Label | None:
        """The label of one of the cast at the start of a paragraph or line; None for ordinary text."""
        return next((label for label in labels(text) if self._is_in_use(label)), None)

    def _is_in_use(self, label: Label) -> bool:
        name = label.name.casefold()
        return label.form in self.forms.get(name, ()) and (label.is_quoted or name not in self.quoted)


def find_cast(lines: Sequence[str], first_line: int, known: Collection[str]) -> Cast:
    """Look through a script for its speakers.

    Args:
        lines: of the script, without line ends.
        first_line: where its front matter is over.
        known: names that the script or its show declares, case-folded.
    """
    candidates: dict[str, _Candidate] = {}
    before: Turn | None = None
    for turn in _turns(lines, first_line):
        name = turn.label.name.casefold()
        candidates.setdefault(name, _Candidate(name)).turns.append(turn)
        if before is not None and turn.paragraph - before.paragraph <= _BESIDE:
            other = before.label.name.casefold()
            if other != name:
                candidates[name].meets.add(other)
                candidates[other].meets.add(name)
        before = turn
    sure = {name for name, one in candidates.items() if name in known or _is_sure(one)}
    if "q" in candidates and "a" in candidates["q"].meets:
        sure |= {"q", "a"}  # question and answer
    names = _with_partners(sure, candidates)
    forms = {name: _forms(candidates[name], names, is_sure=name in sure) for name in names}
    forms |= {name: frozenset((Form.COLON, Form.BRACKETED, Form.ON_ITS_OWN)) for name in known if name not in forms}
    doubts = [one.turns[0] for name, one in candidates.items() if name not in names and _is_doubtful(one)]
    quoted = {name for name in names if name not in known and _is_only_quoted(candidates[name])}
    return Cast(forms, frozenset(quoted), tuple(doubts))


def _turns(lines: Sequence[str], first_line: int) -> Iterator[Turn]:
    """Every line that could begin a turn."""
    paragraph, fence = 0, ""
    headers = header_lines(lines, first_line)
    for number in range(first_line, len(lines)):
        line = lines[number]
        fenced = _FENCE.match(line) if "`" in line or "~" in line else None
        if fenced and (not fence or fence == fenced[1]):
            fence = "" if fence else fenced[1]
        if fence or not line.strip():
            paragraph += not fence
            continue
        prefix = _PREFIX.match(line)
        start = prefix.end() if prefix else 0
        if number in headers or line[start : start + 1] in "#|" or not _MAY_BE_LABELLED.match(line, start):
            continue
        for label in labels(text := _rest_of_paragraph(lines, number, start)):
            speech = text[label.end :].strip()
            if speech:
                yield Turn(number, start, paragraph, label, speech, is_item=bool(prefix and prefix["item"]))
                break


def _rest_of_paragraph(lines: Sequence[str], number: int, start: int) -> str:
    parts, length = [lines[number][start:]], 0
    while length < MOST_CHARACTERS and number + 1 < len(lines) and lines[number + 1].strip():
        number += 1
        parts.append(lines[number].strip())
        length += len(parts[-1])
    return "\n".join(parts)[:MOST_CHARACTERS]


def _is_sure(one: _Candidate) -> bool:
    """Whether one turn alone shows that this name is a speaker's."""
    recurs = sum(turn.label.form is Form.COLON and not turn.label.is_quoted for turn in one.turns) > 1
    return any(_shows_speaker(turn) for turn in one.turns) or (recurs and is_a_person(one.turns[0].label.name))


def _is_only_quoted(one: _Candidate) -> bool:
    """Whether nothing but quotations shows that this is a speaker, who is quoted in somebody else's text."""
    plain = [turn for turn in one.turns if not turn.label.is_quoted]
    return len(plain) < min(2, len(one.turns)) and not any(_shows_speaker(turn) for turn in plain)


def _shows_speaker(turn: Turn) -> bool:
    label, name = turn.label, turn.label.name
    if is_role(name) or is_role(name, surely=True):
        return label.form is not Form.MARKED and (name.isupper() or not _ADDRESS.match(turn.speech))
    if label.has_time:
        return may_be_a_name(name) and not turn.is_item
    if label.form is not Form.COLON:
        return False
    if label.is_bold and label.is_quoted:
        said_by_title = label.has_title or bool(label.directions) or name.isupper()
        return said_by_title or is_a_person(name) or (" " in name and may_be_a_name(name))
    if name.isupper() and label.directions and not label.is_bold:
        return len(name.split()) <= 3
    return bool(label.directions) and is_a_person(name)


def _with_partners(sure: Iterable[str], candidates: dict[str, _Candidate]) -> set[str]:
    """The sure speakers, and whoever talks with them or with each other."""
    names = set(sure)
    partners = {name: one for name, one in candidates.items() if name not in names and _may_converse(one, names)}
    while True:
        more = {name for name, one in partners.items() if name not in names and _converses(one, names, partners)}
        if not more:
            return names
        names |= more


def _may_converse(one: _Candidate, sure: Collection[str]) -> bool:
    name = one.turns[0].label.name
    if is_a_person(name):
        return True
    answers = len(one.turns) > 1 and not one.meets.isdisjoint(sure)
    return may_be_a_name(name) and (one.speaks_up or answers) and not all(turn.is_item for turn in one.turns)


def _converses(one: _Candidate, names: Collection[str], partners: Collection[str]) -> bool:
    name = one.turns[0].label.name
    if not one.meets.isdisjoint(names) or (names and one.speaks_up and is_a_person(name)):
        return True
    others = [other for other in one.meets if other in partners]
    return bool(others) and (len(one.turns) > 1 or is_a_person(name))


def _forms(one: _Candidate, names: Collection[str], *, is_sure: bool) -> frozenset[Form]:
    """The forms in which a name begins a turn; those without a colon have to recur among several names."""
    found = {Form.COLON}
    in_talk = is_sure or not one.meets.isdisjoint(names)
    recurring = (
        len(one.turns) > 1 or is_a_person(one.turns[0].label.name) or any(turn.label.has_time for turn in one.turns)
    )
    if is_sure or (recurring and in_talk):
        found |= {Form.BRACKETED, Form.ON_ITS_OWN}
    marked = [turn for turn in one.turns if turn.label.form is Form.MARKED]
    if marked and recurring and in_talk and all(_begins_speech(turn.speech) for turn in marked):
        found.add(Form.MARKED)
    return frozenset(found)


def _begins_speech(text: str) -> bool:
    first = _FIRST_LETTER.match(text)
    return first is not None and not first["letter"].islower()


def _is_doubtful(one: _Candidate) -> bool:
    name = one.turns[0].label.name
    colons = [turn for turn in one.turns if turn.label.form is Form.COLON and not turn.is_item]
    if not colons or not may_be_a_name(name):
        return False
    return is_a_person(name) or (len(colons) > 2 and all(turn.speaks_up for turn in colons))
