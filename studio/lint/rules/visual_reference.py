"""A reference to something that only a reader can see.

## What it does

Reports phrases such as "as shown below", "see the table", "in the diagram", "figure 3" and "this code".

## Why it is bad for the ear

There is nothing to see. The listener waits for an explanation that the author thinks they have already seen.

## Bad

```markdown
As shown in the diagram, the leader sits in the middle.
```

## Good

```markdown
Picture a star, with the leader in the middle.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity

CODE = "L504"
NAME = "visual-reference"
SEVERITY = Severity.WARNING

_THING = (
    r"(?:diagram|table|chart|graph|figure|image|picture|screenshot|illustration|code|snippet|listing|equation|formula)"
)
_WORDS = (
    "diagram", "table", "chart", "graph", "figure", "image", "picture", "screenshot", "illustrat", "code", "snippet",
    "listing", "equation", "formula", "as shown", "as seen", "as depicted", "as pictured", "as you can see",
)  # fmt: skip
_VISUAL = re.compile(
    rf"\b(?:as (?:shown|seen|illustrated|depicted|pictured)\b(?: (?:here|below|above|in the (?:next )?{_THING}))?"
    rf"|(?:see|refer to|consult) (?:the |this |our )?(?:(?!big|whole|bigger)\w+ )?{_THING}\b(?! (?:base|review))"
    rf"|(?:in|on|from) (?:the|this) (?:(?:following|next|previous|above) )?"
    rf"(?:diagram|chart|figure|screenshot|illustration|snippet|listing)\b"
    rf"|(?:in|on|from) (?:the|this) (?:following|next|previous|above) {_THING}\b"
    rf"|(?:the|this) (?:diagram|table|chart|graph|figure|image|screenshot) (?:shows|illustrates|depicts|demonstrates)\b"
    rf"|(?:the|this) {_THING} (?:above|below|on the (?:left|right))\b"
    rf"|here['’]s (?:the|a|some|what the) (?:\w+ ){{0,2}}(?:code|diagram|table|snippet|formula|equation)\b"
    r"|(?:figure|table|listing) \d+\b"
    r"|as you can see\b)",
    re.IGNORECASE,
)


def check(context: Context, _options: None) -> Iterator[Finding]:
    for prose in context.prose:
        if not prose.mentions(*_WORDS):
            continue
        for match in _VISUAL.finditer(prose.plain):
            if prose.is_mention(*match.span()):
                continue
            if match[0].lower() in ("as seen", "as shown", "as illustrated") and not _ends_clause(
                prose.plain, match.end()
            ):
                continue
            yield Finding(
                prose.span(*match.span()), f"“{match[0]}” points at something that cannot be heard", "say what it shows"
            )


def _ends_clause(text: str, end: int) -> bool:
    """“As shown, …” points at a picture; “as seen by the client” does not."""
    return text[end : end + 1] in (",", ".", ":", "")
