"""More numbers in one paragraph than a listener can hold.

## What it does

Counts the figures of a paragraph or list item: more than `max_numbers` is reported, unless one of its sentences is
reported already (`numbers-in-sentence`).

## Why it is bad for the ear

Each figure pushes out the one before it. After the fourth, the listener remembers that there were numbers.

## Bad

```markdown
The cluster has 40 nodes. Each holds 12 shards. A shard takes 300 gigabytes. Moving one takes 25 minutes.
```

## Good

```markdown
The cluster has 40 nodes, and each holds a dozen shards. Moving one shard takes 25 minutes, and here is why.
```
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.fields import declared

CODE = "N203"
NAME = "numbers-in-paragraph"
SEVERITY = Severity.WARNING


@dataclass(frozen=True)
class Options:
    max_numbers: int = declared("Numbers that one paragraph may have.", 3, low=0, high=1_000)
    max_in_sentence: int = declared(
        "Paragraphs with a sentence of more are left to `numbers-in-sentence`.", 2, low=0, high=1_000
    )


def check(context: Context, options: Options) -> Iterator[Finding]:
    for prose in context.prose:
        counts = prose.numbers_per_sentence
        if sum(counts) > options.max_numbers and max(counts) <= options.max_in_sentence:
            yield Finding(
                prose.span(0, len(prose.text)),
                f"This paragraph has {sum(counts)} numbers; a listener keeps about {options.max_numbers}",
                "keep the ones that matter, or give each a paragraph of its own",
            )
