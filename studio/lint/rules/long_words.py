"""A sentence that is heavy with long words. Off by default.

## What it does

Reports sentences with more than `max_long_words` words of `letters` letters or more.

## Why it is bad for the ear

Long words carry many syllables and little stress. Three in a row sound like reading, not like talking.

## Bad

```markdown
Organizational responsibilities necessitate comprehensive documentation.
```

## Good

```markdown
Somebody has to write it down.
```
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.fields import declared

CODE = "W308"
NAME = "long-words"
SEVERITY = Severity.INFO
ENABLED = False


@dataclass(frozen=True)
class Options:
    letters: int = declared("A word of so many letters is long.", 12, low=1, high=100)
    max_long_words: int = declared("Long words that one sentence may have.", 2, low=0, high=1_000)


def check(context: Context, options: Options) -> Iterator[Finding]:
    for prose in context.prose:
        for sentence in prose.sentences:
            long = [word for word in sentence.words if len(word) >= options.letters and word.isalpha()]
            if len(long) > options.max_long_words:
                yield Finding(
                    prose.span(sentence.start, sentence.end),
                    f"This sentence has {len(long)} long words: {', '.join(long[:4])}",
                    "use shorter ones, or fewer",
                )
