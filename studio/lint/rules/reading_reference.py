"""A reference to reading: above, below, click here, in this article.

## What it does

Reports phrases that assume a page: "as mentioned above", "see below", "click here", "in this article", "scroll down".

## Why it is bad for the ear

A podcast has no above and no below; it has earlier and later. And nobody can click on a voice.

## Bad

```markdown
As mentioned above, the log comes first. Click here for the paper.
```

## Good

```markdown
As I said earlier, the log comes first. The paper is in the show notes.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity

CODE = "L505"
NAME = "reading-reference"
SEVERITY = Severity.WARNING

_WORDS = (
    "above", "below", "preceding", "foregoing", "click", "tap ", "scroll", "read on", "keep reading", "dear reader",
    "article", "document", "post", "page", "chapter", "paragraph", "write-up", "writeup",
)  # fmt: skip
_READING = re.compile(
    r"\b(?:as |was |were |is |are |been )?(?:mentioned|described|discussed|explained|listed|noted|outlined|stated|"
    r"defined|given|introduced) (?:above|below)\b"
    r"|\bsee (?:above|below)\b(?! the\b| \d)"
    r"|\b(?:the|this) (?:above|below|preceding|foregoing) "
    r"(?:example|paragraph|section|list|table|code|diagram|text|discussion)\b"
    r"|\b(?:click|tap) (?:here|on the link|the link|below)\b"
    r"|\bscroll (?:down|up)\b|\bread on\b(?=[.,;!]|$)|\bkeep reading\b|\bdear reader\b"
    r"|\b(?:in|throughout|of) this (?:article|document|blog post|post|page|chapter|paragraph|write-?up)\b"
    r"|\bthe (?:rest|remainder|end) of this (?:article|document|post|page)\b"
    r"|\b(?:previous|next|following|last) (?:page|paragraph|chapter)\b"
    r"|\bthe link below\b|\blinked below\b",
    re.IGNORECASE,
)


def check(context: Context, _options: None) -> Iterator[Finding]:
    for prose in context.prose:
        if not prose.mentions(*_WORDS):
            continue
        for match in _READING.finditer(prose.plain):
            if prose.is_mention(*match.span()):
                continue
            yield Finding(
                prose.span(*match.span()),
                f"“{match[0].strip()}” assumes a page",
                "a podcast has “earlier”, “in a moment” and “in the show notes”",
            )
