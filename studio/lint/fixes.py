"""Applying fixes: edits of one pass never overlap, passes go on until nothing changes."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from studio.model.diagnostics import Diagnostic, Edit, Fix, Severity
from studio.model.source import Source

_MOST_PASSES = 20


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text after its fixes, and the findings that were mended on the way, in the order of mending."""

    source: Source
    mended: tuple[Diagnostic, ...]


def fix_source(source: Source, check: Callable[[Source], Sequence[Diagnostic]], *, unsafe: bool = False) -> Fixed:
    """Fix, look again, and fix on until nothing is left to mend; so a second run changes nothing.

    Args:
        source: the script.
        check: parses and lints a text.
        unsafe: apply fixes that may change the meaning, too.

    A fix after which the script has more errors of the parser than before is not taken.
    """
    mended: list[Diagnostic] = []
    seen = {source.text}
    diagnostics = check(source)
    for _ in range(_MOST_PASSES):
        text, applied = _apply(source, diagnostics, unsafe)
        if text in seen:
            break
        seen.add(text)
        candidate = Source(source.path, text)
        found = check(candidate)
        if _parser_errors(found) > _parser_errors(diagnostics):
            break
        source, diagnostics = candidate, found
        mended += applied
    return Fixed(source, tuple(mended))


def diff(before: Source, after: Source) -> str:
    """The change as the text of a unified diff, empty where there is none."""
    lines = difflib.unified_diff(
        before.text.splitlines(keepends=True),
        after.text.splitlines(keepends=True),
        f"a/{before.path}",
        f"b/{after.path}",
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _apply(source: Source, diagnostics: Iterable[Diagnostic], unsafe: bool) -> tuple[str, list[Diagnostic]]:
    """One pass: the text with every fix that does not overlap an earlier one, and the findings that these mend."""
    taken: list[Edit] = []
    applied = []
    end = -1
    with_fix = [(_ordered(found.fix), found) for found in diagnostics if found.fix and (unsafe or found.fix.safe)]
    for edits, found in sorted(with_fix, key=lambda pair: (pair[0][0].span, pair[1].code)):
        # Touching is not overlapping, but two insertions in one place would depend on their order.
        if edits[0].span.start > end:
            taken += edits
            applied.append(found)
            end = edits[-1].span.end
    pieces, at = [], 0
    for edit in taken:
        pieces += [source.text[at : edit.span.start], _with_line_ends(source, edit.text)]
        at = edit.span.end
    return "".join([*pieces, source.text[at:]]), applied


def _ordered(fix: Fix) -> tuple[Edit, ...]:
    return tuple(sorted(fix.edits, key=lambda edit: edit.span))


def _with_line_ends(source: Source, text: str) -> str:
    return text.replace("\n", "\r\n") if "\r\n" in source.text[:10_000] else text


def _parser_errors(diagnostics: Iterable[Diagnostic]) -> int:
    return sum(found.code.startswith("S") and found.severity is Severity.ERROR for found in diagnostics)
