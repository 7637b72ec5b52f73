"""A symbol that is still a symbol after spoken normalisation.

## What it does

Says the text with the house style, and reports every character that is left for which no voice has a word.

## Why it is bad for the ear

Voices differ: one skips it, one reads its Unicode name, one stops. The author should choose the words.

## Bad

```markdown
Every ⌘ that the leader sends is a ◆ in the log.
```

## Good

```markdown
Every command that the leader sends is an entry in the log.
```
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from studio.lint.context import SETTLED, Context
from studio.lint.finding import Finding
from studio.model import Severity
from studio.speech import speak, unreadable

CODE = "U111"
NAME = "unspoken-symbol"
SEVERITY = Severity.WARNING

#: Reported by rules of their own.
_OTHERS = frozenset((SETTLED, "\ufffd"))

_SIMPLE = re.compile(r"[\w\s.,;:!?()\[\]\"'“”‘’–—…-]*", re.ASCII)


def check(context: Context, _options: None) -> Iterator[Finding]:
    for prose in context.prose:
        if _SIMPLE.fullmatch(prose.text):
            continue
        spoken = speak(prose.plain, context.style)
        seen = -1
        for offset, symbol in unreadable(spoken.text):
            start, end = spoken.written_span(offset, offset + 1)
            if symbol in _OTHERS or not unicodedata.category(symbol).startswith(("S", "P")) or start <= seen:
                continue
            if ord(symbol) >= 0x1F000 or 0x2600 <= ord(symbol) <= 0x27BF:
                continue  # pictographs have a rule of their own
            seen = start
            name = unicodedata.name(symbol, "a symbol").lower()
            yield Finding(
                prose.span(start, end),
                f"“{symbol}” ({name}) has no spoken form here",
                'write it in words, or give it some: [it]{say="the words"}',
            )
