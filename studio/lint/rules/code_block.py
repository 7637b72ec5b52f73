"""Code that is shown but cannot be spoken.

## What it does

Reports every fenced or indented block of code, whatever it holds. The unsafe fix moves it into a `::: notes` block: the
words that tell what it does are still to be written.

## Why it is bad for the ear

Braces, indentation and names with underscores mean nothing when they are read aloud, and a listener cannot scroll
back. What the code does can be told; the code itself belongs in the show notes.

## Bad

~~~markdown
The lock is taken with one statement:

```python
with lock: queue.pop()
```
~~~

## Good

```markdown
The lock is taken first, and only then does the worker remove the oldest entry from the queue.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.lint.rewording import into_notes
from studio.model.diagnostics import Severity
from studio.model.script import BlockKind

CODE = "U101"
NAME = "code-block"
SEVERITY = Severity.ERROR


def check(context: Context, _options: None) -> Iterator[Finding]:
    for block in context.blocks_of(BlockKind.CODE):
        language = f"{block.info.split()[0]} " if block.info else ""
        lines = context.source(block.span).count("\n") + 1
        yield Finding(
            block.span,
            f"A {language}code block of {lines} {'line' if lines == 1 else 'lines'} cannot be spoken",
            "tell what it does, and move the code into a ::: notes block",
            into_notes(context, block),
        )
