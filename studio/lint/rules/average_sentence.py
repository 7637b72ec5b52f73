"""A section whose sentences are long on average.

## What it does

Averages the words per sentence over each section with at least `min_sentences`, and reports more than `max_average`.

## Why it is bad for the ear

One long sentence between short ones is rhythm. A whole section of them is a lecture.

## Bad

```markdown
## Rebalancing

When a node joins the ring, it takes over a part of the keys of each of its neighbours on the ring.
Before it serves any of these keys, it copies them in the background from the nodes that still own them.
While the copy is running, every write goes to both of them so that nothing is lost if either one fails.
Only when the copy has caught up does the new node announce itself to all of the clients of the cluster.
From then on, the old owners drop the keys that they no longer need, slowly, so that no disk gets too busy.
```

## Good

```markdown
## Rebalancing

A node joins the ring. It takes over a part of its neighbours' keys.
But first, it copies them, quietly, in the background.
Meanwhile, every write goes to both. Nothing is lost if one fails.
Then the new node announces itself.
```
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.fields import declared

CODE = "B403"
NAME = "average-sentence-length"
SEVERITY = Severity.WARNING


@dataclass(frozen=True)
class Options:
    max_average: float = declared("Words that a sentence of a section may have on average.", 18.0, low=1, high=500)
    min_sentences: int = declared("Sections with fewer sentences are left alone.", 5, low=1, high=10_000)


def check(context: Context, options: Options) -> Iterator[Finding]:
    for section, proses in zip(context.sections, context.prose_of_section, strict=True):
        counts = [len(sentence.words) for prose in proses for sentence in prose.sentences]
        if len(counts) >= options.min_sentences and sum(counts) / len(counts) > options.max_average:
            yield Finding(
                section.title_span if section.level else proses[0].span(0, 1),
                f"The sentences of this section have {sum(counts) / len(counts):.0f} words on average",
                f"mix in short ones; up to {options.max_average:.0f} is easy to follow",
            )
