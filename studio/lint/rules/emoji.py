"""An emoji, a pictograph or an emoticon.

## What it does

Reports emoji and emoticons such as `;-)` in spoken text, and emoji in headings. The safe fix removes them.

## Why it is bad for the ear

Voices skip them or read their names ("white heavy check mark"), and so do screen readers on a chapter title. A flag is
silent: "the 🇩🇪 team" is heard as "the team".

## Bad

```markdown
✅ The write survives the crash.
```

## Good

```markdown
The write survives the crash.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.lint.context import Context, Prose
from studio.lint.finding import Finding
from studio.lint.titles import EMOJI
from studio.model.diagnostics import Edit, Fix, Severity
from studio.model.source import Span
from studio.speech import Style, speak

CODE = "U109"
NAME = "emoji"
SEVERITY = Severity.WARNING

_FLAG = re.compile("[\U0001f1e6-\U0001f1ff\U0001f3f3\U0001f3f4]")


def check(context: Context, _options: None) -> Iterator[Finding]:
    for prose in context.prose:
        for start, end in _emoticons(prose, context.style):
            fix = _fix(context, prose.span(start, end)) if prose.is_literal(start, end) else None
            message = f"The emoticon {prose.plain[start:end]} is not spoken"
            yield Finding(prose.span(start, end), message, "leave it out", fix)
        if prose.text.isascii():
            continue
        for match in EMOJI.finditer(prose.plain):
            fix = _fix(context, prose.span(*match.span())) if prose.is_literal(*match.span()) else None
            said = speak(match[0]).text.strip()
            message = f"The emoji {match[0]} is {f'read “{said}”' if said else 'not spoken'}"
            hint = "write what it stands for, or leave it out" if _FLAG.search(match[0]) else "leave it out"
            yield Finding(prose.span(*match.span()), message, hint, fix)
    for section in context.sections:
        title = context.source(section.title_span)
        for match in () if title.isascii() or not section.opens_chapter else EMOJI.finditer(title):
            start = section.title_span.start
            span = Span(start + match.start(), start + match.end())
            message = f"The emoji {match[0]} would stand in the chapter's title"
            yield Finding(span, message, "leave it out", _fix(context, span))


def _emoticons(prose: Prose, style: Style) -> Iterator[tuple[int, int]]:
    """Where faces drawn with punctuation stand; each has eyes."""
    if ":" in prose.plain or ";" in prose.plain:
        for piece in speak(prose.plain, style).pieces:
            if piece.rule == "emoji" and prose.plain[piece.written_start : piece.written_end].isascii():
                yield piece.written_start, piece.written_end


def _fix(context: Context, span: Span) -> Fix:
    """Remove it; the space after it goes, too, unless it stood at the end of a word."""
    text = context.script.source.text
    end = span.end
    if text[end : end + 1] == " " and (span.start == 0 or text[span.start - 1].isspace()):
        end += 1
    return Fix("Remove the emoji", (Edit(Span(span.start, end), ""),), safe=True)
