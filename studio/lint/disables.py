"""``<!-- studio: disable=CODE -->``: findings that the author lives with, and comments that do nothing."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from studio.lint.config import LintConfig
from studio.lint.finding import Finding
from studio.lint.selectors import UNUSED_DISABLE, is_known
from studio.model.diagnostics import Diagnostic, Edit, Fix, Severity
from studio.model.script import BlockKind, InlineKind, Script
from studio.model.source import Span
from studio.script import PROBLEM_KINDS

CODE, NAME = UNUSED_DISABLE
SEVERITY = Severity.WARNING
EXPLANATION = """A `<!-- studio: disable=… -->` comment that no longer hides anything.

## What it does

Reports comments that disable a rule where the rule finds nothing, or that name a rule that does not exist.

## Why it is bad for the ear

It isn't, yet: but the next real finding in that place would be hidden by a comment that nobody remembers.

## Bad

```markdown
<!-- studio: disable=code-block -->

Here is only text.
```

## Good

```markdown
Here is only text.
```"""

_COMMENT = re.compile(r"<!--\s*studio:\s*(?P<scope>disable(?:-file)?)\s*=\s*(?P<rules>[\w, -]*?)\s*-->")


@dataclass
class _Disable:
    """One rule named by one comment, in force on ``[start, end)`` of the source."""

    selector: str
    comment: Span
    start: int
    end: int
    used: bool = field(default=False)

    def hides(self, found: Diagnostic) -> bool:
        means = self.selector == found.name or found.code.startswith(self.selector.upper())
        return means and self.start <= found.span.start < self.end


def apply_disables(
    script: Script, found: list[Diagnostic], config: LintConfig
) -> tuple[list[Diagnostic], list[Finding]]:
    """The diagnostics that remain, and a finding for each disable that hides nothing."""
    disables = list(_read(script))
    if not disables:
        return found, []
    remaining = []
    for diagnostic in found:
        hiding = [disable for disable in disables if disable.hides(diagnostic)]
        for disable in hiding:
            disable.used = True
        if not hiding:
            remaining.append(diagnostic)
    together = Counter(disable.comment for disable in disables)
    unused = [disable for disable in disables if not disable.used and _could_find(disable.selector, config)]
    return remaining, [_unused(script, disable, alone=together[disable.comment] == 1) for disable in unused]


def _could_find(selector: str, config: LintConfig) -> bool:
    """Whether the rule ran at all; with ``--select`` most have not, and their disables are no business of this run."""
    ran = any(active.rule.matches(selector) for active in config.rules)
    is_parsers = any(selector == kind.name or kind.code.startswith(selector.upper()) for kind in PROBLEM_KINDS)
    return ran or not is_known(selector) or (is_parsers and not config.select)


def _unused(script: Script, disable: _Disable, *, alone: bool) -> Finding:
    fix = None
    if alone:
        fix = Fix("Remove the comment", (Edit(_whole_line(script, disable.comment), ""),), safe=True)
    if not is_known(disable.selector):
        return Finding(disable.comment, f"This comment disables “{disable.selector}”, and there is no such rule")
    return Finding(disable.comment, f"Nothing here needs {disable.selector} to be disabled", "remove the comment", fix)


def _whole_line(script: Script, span: Span) -> Span:
    """The comment with its line where nothing else stands on it, so that no empty line is left over."""
    source = script.source
    line = source.location(span.start).line
    if source.line_text(line).strip() != source.slice(span).strip():
        ahead = source.text[source.line_starts[line - 1] : span.start]
        return Span(span.start - len(ahead) + len(ahead.rstrip(" \t")), span.end)
    start = source.line_starts[line - 1]
    return Span(start, source.line_starts[line] if line < len(source.line_starts) else len(source.text))


def _read(script: Script) -> Iterator[_Disable]:
    anchors = sorted(
        [*(s.title_span for s in script.sections if s.level), *(b.span for s in script.sections for b in s.blocks)]
    )
    for comment in _comments(script):
        for match in _COMMENT.finditer(script.source.slice(comment)):
            span = Span(comment.start + match.start(), comment.start + match.end())
            start, end = _scope(script, match["scope"], span, anchors)
            for selector in filter(None, (part.strip() for part in match["rules"].split(","))):
                yield _Disable(selector, span, start, end)


def _scope(script: Script, scope: str, comment: Span, anchors: list[Span]) -> tuple[int, int]:
    source = script.source
    if scope == "disable-file":
        return 0, len(source.text) + 1
    line = source.location(comment.start).line
    if source.line_text(line).strip() != source.slice(comment):
        start = source.line_starts[line - 1]
        return start, source.line_starts[line] if line < len(source.line_starts) else len(source.text) + 1
    index = bisect.bisect_left(anchors, comment.end, key=lambda span: span.start)
    return (anchors[index].start, anchors[index].end + 1) if index < len(anchors) else (comment.end, comment.end)


def _comments(script: Script) -> Iterator[Span]:
    for section in script.sections:
        if section.level and "<!--" in (heading := script.source.slice(section.title_span)):
            yield Span(section.title_span.start, section.title_span.start + len(heading))
        for block in section.blocks:
            if block.kind is BlockKind.COMMENT:
                yield block.span
            else:
                yield from (run.span for run in block.inlines if run.kind is InlineKind.COMMENT)
