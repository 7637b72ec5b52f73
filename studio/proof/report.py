"""A proof as text for a terminal, as Markdown, and as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from studio.proof.gather import Line, Part, Proof, Remark

_LONG_PAUSE_S = 1.0
_ESCAPES = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|#"})


def as_json(proof: Proof) -> dict[str, Any]:
    """A proof as plain values."""
    return asdict(proof)


def as_text(proof: Proof) -> str:
    """A proof for a terminal: the written form, and below it what is spoken otherwise."""
    lines = [f"{proof.id}: {proof.title}", ""]
    lines += [
        f"  {one.name or 'narration'} ({one.voice}): {_count(one.segments, 'segment')}, {_count(one.words, 'word')}"
        for one in proof.speakers
    ]
    for part in proof.parts:
        lines += ["", f"{'#' * part.level} {part.title}".strip() + _chapter(part), ""] if part.level else [""]
        speaker: str | None = ""
        for item in part.items:
            if isinstance(item, Remark):
                lines.append(f"      {_remark(item)}")
                continue
            if item.speaker != speaker:
                speaker = item.speaker
                lines.append(f"      {speaker or 'narration'} ({item.voice})")
            lines += [f"{item.line:>5} {item.written}", *(f"      {mark}" for mark in _marks(item))]
    lines += ["", *_summary(proof)]
    return "\n".join(lines) + "\n"


def as_markdown(proof: Proof) -> str:
    """A proof for an editor: a paragraph for each line, a list of what is spoken otherwise below it."""
    lines = [f"# {_escaped(proof.title)}", "", "| Speaker | Voice | Segments | Words |", "|---|---|---:|---:|"]
    lines += [
        f"| {_escaped(one.name or 'narration')} | {_escaped(one.voice)} | {one.segments} | {one.words} |"
        for one in proof.speakers
    ]
    for part in proof.parts:
        if part.level:
            lines += ["", f"{'#' * min(part.level + 1, 6)} {_escaped(part.title)}{_chapter(part)}"]
        for item in part.items:
            if isinstance(item, Remark):
                lines += ["", f"> {_escaped(_remark(item))}"]
                continue
            who = f"**{_escaped(item.speaker or 'narration')}** " if item.speaker else ""
            lines += ["", f"{who}{_escaped(item.written)} (line {item.line})"]
            marks = [f"- {_escaped(mark)}" for mark in _marks(item)]
            lines += ["", *marks] if marks else []
    lines += ["", "---", "", *(f"- {_escaped(one)}" for one in _summary(proof))]
    return "\n".join(lines) + "\n"


def _marks(line: Line) -> Iterator[str]:
    for one in line.differences:
        yield f"{one.written.strip() or '(nothing)'} → {one.spoken.strip() or '(nothing)'}"
    for word, sound in line.pronunciations:
        yield f"{word} sounds {sound}"
    yield from (_remark(remark) for remark in line.remarks)
    yield from (f"? {doubt}" for doubt in line.doubts)
    if line.pause_s >= _LONG_PAUSE_S:
        yield f"pause of {line.pause_s:g} s"


def _remark(remark: Remark) -> str:
    why = f" ({remark.why})" if remark.why else ""
    return f"[{remark.kind}: {remark.text}]{why}"


def _summary(proof: Proof) -> Iterator[str]:
    left_out = proof.left_out
    doubts = [(line.line, doubt) for line in proof.lines for doubt in line.doubts]
    yield f"{_count(len(left_out), 'thing')} left out, {_count(len(doubts), 'doubtful reading')}"
    for remark in left_out:
        yield f"line {remark.line}: left out: {remark.text}" + (f" ({remark.why})" if remark.why else "")
    for number, doubt in doubts:
        yield f"line {number}: {doubt}"


def _chapter(part: Part) -> str:
    facts = ["chapter"] * part.is_chapter + ([part.pillar] if part.pillar else [])
    return f" ({', '.join(facts)})" if facts else ""


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
