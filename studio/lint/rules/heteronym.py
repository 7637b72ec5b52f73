"""A word with two pronunciations, where its neighbours do not tell which is meant.

## What it does

Looks for words whose sound depends on their meaning ("record", "duplicate", "close") in places where the words around
them leave it open, so that each voice guesses. Where they tell ("to record", "the record", "was read", "live traffic"),
the right sound is chosen by itself. Words that a lexicon has an entry for are left alone.

## Why it is bad for the ear

One wrong vowel, and the listener spends the rest of the sentence repairing it.

## Bad

```markdown
Close connections that nobody uses.
```

## Good

```markdown
Close the connections that nobody uses.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity

CODE = "W303"
NAME = "heteronym"
SEVERITY = Severity.INFO


def check(context: Context, _options: None) -> Iterator[Finding]:
    for prose in context.prose:
        for start, end in context.lexicon.undecided(prose.plain):
            word = prose.plain[start:end]
            yield Finding(
                prose.span(start, end),
                f"“{word}” has several pronunciations, and nothing here tells which is meant",
                "listen to it; where it is wrong, let an article or an object tell, "
                f'or write its sound: [{word}]{{say="…"}}',
            )
