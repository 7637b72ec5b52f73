"""Quotation marks that lost their encoding, or their direction.

## What it does

Reports text that was decoded wrongly ("donâ€™t"), the replacement character, and curly quotes that point the wrong
way. The safe fix puts the right character back where it is certain.

## Why it is bad for the ear

The voice reads the debris: "don a euro trademark t".

## Bad

```markdown
The leader doesnâ€™t answer.
```

## Good

```markdown
The leader doesn’t answer.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.lint.context import Context, Prose
from studio.lint.finding import Finding
from studio.model.diagnostics import Edit, Fix, Severity

CODE = "W305"
NAME = "quote-damage"
SEVERITY = Severity.WARNING

_DEBRIS = {
    "â€™": "’",
    "â€˜": "‘",
    "â€œ": "“",
    "â€\x9d": "”",
    "â€”": "—",
    "â€“": "–",
    "â€¦": "…",
    "Â ": " ",
    "Ã©": "é",
    "Ã¨": "è",
    "Ã¼": "ü",
    "Ã¶": "ö",
    "Ã¤": "ä",
    "Ã±": "ñ",
}
_DAMAGE = re.compile("|".join(map(re.escape, _DEBRIS)) + "|\ufffd")
_TURNED = re.compile(r"(?:(?<=\s)|^)[”](?=\w)|(?<=\w)[“](?=\s|$|[.,;:!?])")


def check(context: Context, _options: None) -> Iterator[Finding]:
    for prose in context.prose:
        if prose.text.isascii():
            continue
        for match in _DAMAGE.finditer(prose.text):
            right = _DEBRIS.get(match[0])
            hint = f"write {right.strip() or 'a space'}" if right else "find out which character stood here"
            yield Finding(
                prose.span(*match.span()), f"“{match[0]}” is a damaged character", hint, _fix(prose, match, right)
            )
        for match in _TURNED.finditer(prose.text):
            right = "“" if match[0] == "”" else "”"
            fix = _fix(prose, match, right)
            yield Finding(
                prose.span(*match.span()), f"The quotation mark {match[0]} points the wrong way", f"write {right}", fix
            )


def _fix(prose: Prose, match: re.Match[str], right: str | None) -> Fix | None:
    if right is None or not prose.is_literal(*match.span()):
        return None
    return Fix(f"Write {right}", (Edit(prose.span(*match.span()), right),), safe=True)
