"""What can be done about a finding: its own fix, a comment that disables the rule, and all fixes at once."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from studio.desk.analysis import SHOW_FAULT, Analysis
from studio.lint.fixes import fix_source
from studio.model.diagnostics import Diagnostic, Edit
from studio.model.script import BlockKind
from studio.model.source import Source, Span


class Way(StrEnum):
    """What a remedy does."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISABLE = "disable"


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something to do about a finding: in words, and as edits."""

    finding: Diagnostic
    title: str
    edits: tuple[Edit, ...]
    way: Way


def remedies(analysis: Analysis, span: Span) -> Iterator[Remedy]:
    """What can be done about the findings that touch a span, the fixes first."""
    touched = [one for one in analysis.findings if one.span.start <= span.end and span.start <= one.span.end]
    for found in touched:
        if found.fix:
            way = Way.SAFE if found.fix.safe else Way.UNSAFE
            title = found.fix.description if found.fix.safe else f"{found.fix.description} (may change the meaning)"
            yield Remedy(found, title, found.fix.edits, way)
    can_be_hidden = [one for one in touched if one.code != SHOW_FAULT and not one.code.startswith("X9")]
    for found in {one.code: one for one in can_be_hidden}.values():
        if (edit := _disabling(analysis, found)) is not None:
            yield Remedy(found, f"Disable {found.name} for this line", (edit,), Way.DISABLE)
        yield Remedy(found, f"Disable {found.name} in this file", (_disabling_file(analysis, found),), Way.DISABLE)


def fix_all(analysis: Analysis, *, unsafe: bool = False) -> tuple[Edit, ...]:
    """The edits by which every safe fix is made, as ``studio lint --fix`` does; with ``unsafe`` all fixes."""
    fixed = fix_source(analysis.source, analysis.lint, unsafe=unsafe).source
    return edits_between(analysis.source, fixed)


def edits_between(before: Source, after: Source) -> tuple[Edit, ...]:
    """The whole lines that differ, as edits of the text before."""
    old, new = (source.text.splitlines(keepends=True) for source in (before, after))
    starts = [0, *itertools.accumulate(map(len, old))]
    changes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return tuple(
        Edit(Span(starts[a], starts[b]), "".join(new[c:d])) for change, a, b, c, d in changes if change != "equal"
    )


def _disabling(analysis: Analysis, found: Diagnostic) -> Edit | None:
    """A comment for this line alone: behind text that is spoken, on a line of its own before anything else.

    Behind a line that goes on it stands without a space, which would be a second one in what is said.
    """
    source, script = analysis.source, analysis.script
    if found.span.start < script.front_matter.end:
        return None
    comment = f"<!-- studio: disable={found.code} -->"
    block = next((block for s in script.sections for block in s.blocks if _holds(block.span, found.span.start)), None)
    line, last_line = (source.location(offset).line for offset in (found.span.start, found.span.end))
    in_item = block is not None and block.kind in (BlockKind.LIST_ITEM, BlockKind.QUOTE)
    if block is not None and block.kind.is_spoken and (line == last_line or in_item):
        end = source.line_starts[line - 1] + len(source.line_text(line).rstrip(" \t\\"))
        goes_on = source.slice(Span(end, block.span.end)).strip() != ""
        return Edit(Span(end, end), comment if goes_on else f" {comment}")
    start = source.line_starts[source.location(found.span.start if block is None else block.span.start).line - 1]
    return Edit(Span(start, start), f"{comment}{_line_end(source) * 2}")


def _holds(span: Span, offset: int) -> bool:
    return span.start <= offset < max(span.end, span.start + 1)


def _disabling_file(analysis: Analysis, found: Diagnostic) -> Edit:
    source = analysis.source
    at = analysis.script.front_matter.end
    if at == 0 and source.text.startswith("\ufeff"):
        at = 1
    if at and source.text[at : at + 1] in ("\r", "\n"):
        at += 2 if source.text.startswith("\r\n", at) else 1
    end_of_line = _line_end(source)
    before = end_of_line if at > 1 else ""
    return Edit(Span(at, at), f"{before}<!-- studio: disable-file={found.code} -->{end_of_line}")


def _line_end(source: Source) -> str:
    return "\r\n" if "\r\n" in source.text[:10_000] else "\n"
