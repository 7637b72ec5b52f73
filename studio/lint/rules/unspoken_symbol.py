"""A symbol that is still a symbol after spoken normalisation.

## What it does

Says the text in the house style, and reports each symbol that the normaliser can only leave out, or call by its
Unicode name, and the likes of `|` and `^` outside of code.

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
from studio.model.diagnostics import Severity
from studio.speech import speak

CODE = "U111"
NAME = "unspoken-symbol"
SEVERITY = Severity.WARNING

_SIMPLE = re.compile(r"[\w\s.,;:!?()\[\]\"'“”‘’–—…%$&+/-]*", re.ASCII)
#: What the normaliser falls back to: leaving a character out, or reading its Unicode name.
_FALLBACKS = frozenset(("ornament", "emoji", "symbol"))
_NO_WORD = frozenset("|\\^{}`")
_ORNAMENTS = frozenset("•◦▪·©®™§¶†‡№" + SETTLED + "\ufffd")


def check(context: Context, _options: None) -> Iterator[Finding]:
    for prose in context.prose:
        if _SIMPLE.fullmatch(prose.text):
            continue
        for piece in speak(prose.plain, context.style).pieces:
            symbol = prose.plain[piece.written_start : piece.written_end].strip()
            if piece.rule in _FALLBACKS and _has_no_word(
                symbol, said=piece.end > piece.start and piece.rule == "symbol"
            ):
                at = prose.plain.index(symbol, piece.written_start)
                name = unicodedata.name(symbol, "a symbol").lower()
                yield Finding(
                    prose.span(at, at + 1),
                    f"“{symbol}” ({name}) has no spoken form here",
                    'write it in words, or give it some: [it]{say="the words"}',
                )


def _has_no_word(symbol: str, *, said: bool) -> bool:
    if len(symbol) != 1 or symbol in _ORNAMENTS:
        return False
    pictograph = ord(symbol) >= 0x1F000 or 0x2600 <= ord(symbol) <= 0x27BF  # they have a rule of their own
    unknown = not symbol.isascii() and unicodedata.category(symbol)[0] == "S" and not said
    return symbol in _NO_WORD or (unknown and not pictograph)
