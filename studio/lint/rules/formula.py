r"""A formula, which is read with the eyes.

## What it does

Reports formulas: `$…$`, `$$…$$`, blocks in LaTeX, and code blocks that hold formulas.

## Why it is bad for the ear

Brackets, fractions and indices are two-dimensional. A listener needs the relation in words: what grows with what,
and how fast.

## Bad

```markdown
$$
L = \lambda W
$$
```

## Good

```markdown
The number of requests in the system is the arrival rate multiplied by the time that each of them stays.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.script import BlockKind, InlineKind

CODE = "U105"
NAME = "formula"
SEVERITY = Severity.ERROR

_HINT = 'say the relation in words, or give it words: [$…$]{say="the words"}'


def check(context: Context, _options: None) -> Iterator[Finding]:
    for block in context.blocks_of(BlockKind.FORMULA):
        yield Finding(block.span, "A formula cannot be heard", "say the relation in words")
    for _block, run in context.inlines_of(InlineKind.FORMULA):
        if run.say is None:
            yield Finding(run.span, f"The formula “{run.text[:40]}” cannot be heard", _HINT)
