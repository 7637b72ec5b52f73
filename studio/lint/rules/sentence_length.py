"""A sentence that is too long to be followed by ear.

## What it does

Counts the words of each sentence: more than `warn_words` is a warning, more than `error_words` an error.

## Why it is bad for the ear

A reader who loses the thread goes back to the verb; a listener cannot. After about twenty-five words the beginning
of the sentence is gone.

## Bad

```markdown
When the coordinator receives the write it forwards the value to every replica on the preference list and then waits
until a quorum of them has answered before it finally tells the client that all is well.
```

## Good

```markdown
The coordinator forwards the write to every replica on the list. Then it waits. Once a quorum has answered, it tells
the client that all is well.
```
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model import Severity

CODE = "B401"
NAME = "sentence-length"
SEVERITY = Severity.WARNING


@dataclass(frozen=True)
class Options:
    warn_words: int = 25
    error_words: int = 40


def check(context: Context, options: Options) -> Iterator[Finding]:
    for prose in context.prose:
        for sentence in prose.sentences:
            count = len(sentence.words)
            if count > options.warn_words:
                yield Finding(
                    prose.span(sentence.start, sentence.end),
                    f"This sentence has {count} words; a listener follows about {options.warn_words}",
                    "make it two sentences, one thought each",
                    severity=Severity.ERROR if count > options.error_words else None,
                )
