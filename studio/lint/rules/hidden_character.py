"""A character that nobody sees: control characters, zero-width spaces, direction marks.

## What it does

Reports control characters, zero-width and bidirectional formatting characters, and soft hyphens anywhere in the
script. The safe fix removes them.

## Why it is bad for the ear

They split words for the voice where no reader sees a gap, and right-to-left marks can make a text read differently
from how it looks.

## Bad

```markdown
The repli&#8203;ca answers.
```

## Good

```markdown
The replica answers.
```
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Edit, Fix, Severity
from studio.model.source import Span

CODE = "U112"
NAME = "hidden-character"
SEVERITY = Severity.WARNING

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]+"
)


def check(context: Context, _options: None) -> Iterator[Finding]:
    text = context.script.source.text
    if not text.isascii() or not text.isprintable():
        # A byte-order mark at the very start is the file's, not the author's.
        for match in _HIDDEN.finditer(text, 1 if text.startswith("\ufeff") else 0):
            fix = Fix("Remove it", (Edit(Span(*match.span()), ""),), safe=True)
            yield Finding(Span(*match.span()), _message(match[0]), "remove it", fix)
    for prose in context.prose:
        if not prose.text.isascii():
            for match in _HIDDEN.finditer(prose.text):
                if not prose.is_literal(*match.span()):
                    yield Finding(prose.span(*match.span()), _message(match[0]), "remove it")


def _message(found: str) -> str:
    name = unicodedata.name(found[0], f"U+{ord(found[0]):04X}").lower()
    return f"Here is an invisible character ({name})"
