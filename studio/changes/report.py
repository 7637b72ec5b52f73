"""Changes as text for a terminal, as Markdown for a pull request, and as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from studio.changes.model import Change, Changes, Kind, Word
from studio.changes.version import Passage
from studio.changes.words import marked
from studio.kit.durations import duration

#: Passages that are shown of what one cause changes.
SHOWN_OF_A_CAUSE = 5
_ESCAPES = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|#~"})
_SIGNS = {Kind.ADDED: "+", Kind.REMOVED: "-", Kind.MOVED: ">"}


def as_json(found: Changes) -> dict[str, Any]:
    """Changes as plain values; ``docs/diff.md`` says what they mean."""
    before_s, after_s = found.changed_s
    return {
        "since": found.since,
        "script": found.after.script,
        "script_before": found.before.script,
        "length_s": [round(found.before.length_s, 3), round(found.after.length_s, 3)],
        "changed_s": [round(before_s, 3), round(after_s, 3)],
        "pillars": [{"pillar": name, "share": [round(was, 4), round(now, 4)]} for name, was, now in shares(found)],
        "fan_outs": [{"cause": one.cause, "segments": list(one.segments)} for one in found.fan_outs],
        "changes": [_record(change) for change in found.changes],
    }


def as_text(found: Changes) -> str:
    """Changes for a terminal: what was written and spoken, words that changed in marks, ``[-so-]`` and ``{+so+}``."""
    lines = [f"{found.after.script} since {found.since}: {summary(found)}"]
    if renamed(found):
        lines.append(f"  it was {found.before.script}")
    for change in shown(found):
        lines += ["", *_lines(change)]
    if found.fan_outs:
        lines.append("")
        lines += (f"{one.cause}: {fan_out(one.segments)}" for one in found.fan_outs)
    lines += ["", *totals(found)] if found.changes else []
    return "\n".join(lines) + "\n"


def as_markdown(found: Changes) -> str:
    """Changes for a comment on a pull request: ~~gone~~ and **new** words."""
    lines = [f"### {_escaped(found.after.title or found.after.script)}", "", f"Since {_escaped(found.since)}: "]
    lines[-1] += f"{_escaped(summary(found))}."
    if renamed(found):
        lines += ["", f"The script was {_escaped(found.before.script)}."]
    for change in shown(found):
        lines += ["", f"**{_escaped(heading(change))}**", "", *_paragraphs(change)]
    if found.fan_outs:
        lines += ["", *(f"- {_escaped(one.cause)}: {fan_out(one.segments)}" for one in found.fan_outs)]
    lines += ["", *(f"- {_escaped(line)}" for line in totals(found))] if found.changes else []
    return "\n".join(lines) + "\n"


def shown(found: Changes, *, everything: bool = False) -> Iterator[Change]:
    """The changes in order; of those that follow from the same causes alone the first few, since they are listed."""
    counts: dict[tuple[str, ...], int] = {}
    for change in found.changes:
        counts[change.causes] = counts.get(change.causes, 0) + 1
        if everything or not change.causes or counts[change.causes] <= SHOWN_OF_A_CAUSE:
            yield change


def summary(found: Changes) -> str:
    """How many changes, and how long what sounds otherwise is."""
    if not found.changes:
        return "nothing changed"
    count = _count(len(found.changes), "change")
    before_s, after_s = found.changed_s
    if not found.heard:
        return f"{count}, no speech sounds otherwise"
    return f"{count}, {seconds(before_s)} of speech become {seconds(after_s)}"


def totals(found: Changes) -> Iterator[str]:
    """Length and pillar shares before and after."""
    yield f"speech with pauses: {duration(found.before.length_s)} → {duration(found.after.length_s)}"
    for name, was, now in shares(found):
        yield f"pillar {name}: {was:.1%} → {now:.1%}"
    if not all(change.is_measured for change in found.heard):
        yield "lengths with ~ are estimated: these takes are not made yet"


def shares(found: Changes) -> Iterator[tuple[str, float, float]]:
    """Pillar, its share of the speaking time before, and after."""
    was, now = found.before.shares(), found.after.shares()
    for name in dict.fromkeys((*now, *was)):
        yield name, was.get(name, 0.0), now.get(name, 0.0)


def heading(change: Change) -> str:
    """What kind of change, where, and how long before and after."""
    kinds = ", ".join(change.kinds)
    place = f"line {change.line}, {segments(change.after or change.before)}" if change.before or change.after else ""
    told = f"{kinds}: {place or f'line {change.line}'}"
    if change.is_heard:
        lengths = [_length(side, change.is_measured) for side in (change.before, change.after) if side]
        told += f", {' → '.join(lengths)}"
    if change.was or change.now:
        told += f", {change.was or 'nothing'} → {change.now or 'nothing'}"
    return told


def texts(change: Change) -> Iterator[tuple[str, tuple[Word, ...], tuple[Word, ...]]]:
    """What is to be read of a change: (``written`` or ``spoken``, before, after); the spoken form where it differs."""
    if not change.is_heard and Kind.WRITTEN not in change.kinds:
        return
    written = tuple(" ".join(one.written for one in side) for side in (change.before, change.after))
    spoken = tuple(" ".join(one.spoken for one in side) for side in (change.before, change.after))
    yield ("written", *_marked(change, *written))
    if written != spoken and change.is_heard:
        yield ("spoken", *_marked(change, *spoken))


def start_of(passages: tuple[Passage, ...]) -> str:
    """The first words of a passage that is not told in full."""
    words = passages[0].written.split()
    return f"{' '.join(words[:6])}{' …' if len(words) > 6 or len(passages) > 1 else ''}"


def renamed(found: Changes) -> bool:
    """Whether the script was another file."""
    return bool(found.before.script) and found.before.script != found.after.script


def fan_out(numbers: tuple[int, ...]) -> str:
    """``3 segments (4, 9, 12)``."""
    return f"{_count(len(numbers), 'segment')} ({', '.join(_ranges(numbers))})"


def segments(passages: tuple[Passage, ...]) -> str:
    """``segment 4`` or ``segments 4-6``."""
    numbers = tuple(one.number for one in passages)
    return f"{'segment' if len(numbers) == 1 else 'segments'} {', '.join(_ranges(numbers))}"


def seconds(length_s: float) -> str:
    """``4.2 s`` or, from a minute on, ``1:04``."""
    return f"{length_s:.1f} s" if length_s < 59.95 else duration(length_s)


def _lines(change: Change) -> Iterator[str]:
    sign = next((_SIGNS[kind] for kind in change.kinds if kind in _SIGNS), "~")
    yield f"{sign} {heading(change)}"
    yield from (f"    {cause}" for cause in change.causes)
    if not any(texts(change)) and change.after:
        yield f"    “{start_of(change.after)}”"
    for name, before, after in texts(change):
        for side, words, marks in (("before", before, ("[-", "-]")), ("after", after, ("{+", "+}"))):
            if words:
                yield f"    {name} {side + ':':<8}{_in_marks(words, *marks, whole=bool(before and after))}"


def _paragraphs(change: Change) -> Iterator[str]:
    if not any(texts(change)) and change.after:
        yield f"> {_escaped(start_of(change.after))}"
    for name, before, after in texts(change):
        for side, words, mark in (("before", before, "~~"), ("after", after, "**")):
            if words:
                yield f"> {name} {side}: {_in_marks(words, mark, mark, whole=bool(before and after), escape=True)}  "


def _in_marks(words: tuple[Word, ...], begin: str, end: str, *, whole: bool, escape: bool = False) -> str:
    """A text with its changed words in marks; one that has no other side needs none."""
    told = []
    for word in words:
        text = _escaped(word.text) if escape else word.text
        bare = text.strip()
        told.append(text.replace(bare, f"{begin}{bare}{end}") if word.changed and bare and whole else text)
    return " ".join("".join(told).split())


def _marked(change: Change, before: str, after: str) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    if change.before and change.after:
        return marked(before, after)
    return tuple(Word(before, True) for _ in change.before[:1]), tuple(Word(after, True) for _ in change.after[:1])


def _record(change: Change) -> dict[str, Any]:
    return {
        "kinds": [str(kind) for kind in change.kinds],
        "line": change.line,
        "is_heard": change.is_heard,
        "length_s": [round(change.before_s, 3), round(change.after_s, 3)],
        "is_measured": change.is_measured,
        "was": change.was,
        "now": change.now,
        "causes": list(change.causes),
        "places": list(change.places),
        "before": [_passage(one) for one in change.before],
        "after": [_passage(one) for one in change.after],
        "words": {
            name: {"before": [asdict(word) for word in before], "after": [asdict(word) for word in after]}
            for name, before, after in texts(change)
        },
    }


def _passage(passage: Passage) -> dict[str, Any]:
    names = ("number", "line", "written", "spoken", "speaker", "voice", "length_s", "pause_s", "key")
    return {name: getattr(passage, name) for name in names}


def _length(passages: tuple[Passage, ...], is_measured: bool) -> str:
    length_s = sum(one.length_s for one in passages) + sum(one.pause_s for one in passages[:-1])
    return f"{'' if is_measured else '~'}{seconds(length_s)}"


def _ranges(numbers: tuple[int, ...]) -> Iterator[str]:
    """``4-6`` for what stands in a row."""
    first = last = None
    for number in (*numbers, None):
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None:
            yield f"{first}-{last}" if first != last else f"{first}"
        first = last = number


def _count(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun + 's'}"


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
