"""Code inside a sentence that has no spoken form.

## What it does

Reports `code` that holds operators, brackets or paths. Plain words and names in backticks are fine.

## Why it is bad for the ear

The voice either swallows the symbols or reads them one by one. Neither tells the listener what the code means.

## Bad

```markdown
The worker calls `queue.pop(timeout=5)` in a loop.
```

## Good

```markdown
The worker asks the queue for an entry and waits at most five seconds.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.script import InlineKind

CODE = "U102"
NAME = "inline-code"
SEVERITY = Severity.WARNING

_SPEAKABLE = re.compile(r"(?=.*\w)[\w\s.'’-]+", re.DOTALL)


def check(context: Context, _options: None) -> Iterator[Finding]:
    for _block, run in context.inlines_of(InlineKind.CODE):
        if run.say is None and not run.spell and not _SPEAKABLE.fullmatch(run.text):
            yield Finding(
                run.span,
                f"“{run.text[:40]}” has no spoken form",
                'say what it does, or give it words: [`code`]{say="the words"}',
            )
