"""More than one breath without a place to breathe.

## What it does

Estimates how long the stretch between two pauses (commas, dashes, full stops) takes to say, numbers and units in
their spoken form, and reports stretches of more than `max_seconds`. Sentences that `sentence-length` reports are left
to it.

## Why it is bad for the ear

A voice that never pauses gives the listener no moment to follow. Written figures hide it: `10^15` is four words.

## Bad

```markdown
A 2048-bit key needs 10^15 times more work than a 1024-bit key needs today on 1,000,000 machines at 99.999% load.
```

## Good

```markdown
Double the length of a key, and breaking it takes a million billion times the work.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.fields import declared

CODE = "B402"
NAME = "breath"
SEVERITY = Severity.WARNING


@dataclass(frozen=True)
class Options:
    max_seconds: float = declared("Longest stretch without a place to breathe, seconds.", 10.0, low=1, high=600)
    max_words: int = declared("Longer sentences are left to `sentence-length`.", 25, low=1, high=10_000)


#: Characters of spoken text per second: 150 words a minute, six characters each with the space.
_CHARACTERS_PER_S = 15.0
_PAUSE = re.compile(r"[,;:.!?]+(?=[\s\"”’)]|$)|\s-+\s|[—–…()]")


_EXPANDING = re.compile(r"[^a-z\s,'’-]")
_GAP = re.compile(r"[\s,;:.!?…—–()-]*")


def check(context: Context, options: Options) -> Iterator[Finding]:
    for prose in context.prose:
        for sentence in prose.sentences:
            if len(sentence.text) < options.max_seconds * 6 or len(sentence.words) > options.max_words:
                continue
            at = sentence.start
            for end in [*(m.start() for m in _PAUSE.finditer(prose.text, at, sentence.end)), sentence.end]:
                if _may_be_long(prose.text[at:end], options.max_seconds):
                    seconds = len(context.spoken(prose.text[at:end])) / _CHARACTERS_PER_S
                    if seconds > options.max_seconds:
                        yield Finding(
                            prose.span(at, end),
                            f"Saying this takes about {seconds:.0f} seconds in one breath",
                            "put a comma where you would breathe, or make it two sentences",
                        )
                gap = _GAP.match(prose.text, end)
                at = gap.end() if gap else end


def _may_be_long(text: str, seconds: float) -> bool:
    """Whether saying a text could take so long; a digit or symbol becomes two words at most, a capital half of one."""
    return len(text) + 9 * len(_EXPANDING.findall(text)) > seconds * _CHARACTERS_PER_S
