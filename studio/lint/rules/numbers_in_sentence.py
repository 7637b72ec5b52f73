"""More numbers in one sentence than a listener can hold.

## What it does

Counts the figures of a sentence: more than `max_numbers` is reported. A date, a time and a range count once; names
with digits in them (`p99`, `HTTP/2`, `Route 53`) and figures written as words do not count.

## Why it is bad for the ear

A reader compares figures by looking back and forth. A listener keeps about two in mind, and loses both when the
third arrives.

## Bad

```markdown
Latency fell from 340 milliseconds to 28 while throughput grew from 900 requests to 12,000.
```

## Good

```markdown
Latency fell from 340 milliseconds to 28. In the same week, throughput grew more than tenfold.
```
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.fields import declared

CODE = "N202"
NAME = "numbers-in-sentence"
SEVERITY = Severity.WARNING


@dataclass(frozen=True)
class Options:
    max_numbers: int = declared("Numbers that one sentence may have.", 2, low=0, high=1_000)


def check(context: Context, options: Options) -> Iterator[Finding]:
    for prose in context.prose:
        for sentence, count in zip(prose.sentences, prose.numbers_per_sentence, strict=True):
            if count > options.max_numbers:
                yield Finding(
                    prose.span(sentence.start, sentence.end),
                    f"This sentence has {count} numbers; a listener keeps about {options.max_numbers}",
                    "keep the number that matters, and round it",
                )
