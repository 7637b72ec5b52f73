"""A diagram: mermaid, or boxes and arrows drawn in characters.

## What it does

Reports diagram languages (mermaid, dot, PlantUML …) and code blocks that are drawings. The unsafe fix moves them into a
`::: notes` block: the words that go through them are still to be written.

## Why it is bad for the ear

Nobody can hear a box. A listener needs the story of what flows where, in the order in which it flows.

## Bad

~~~markdown
```mermaid
graph LR
    Client --> Balancer --> Server
```
~~~

## Good

```markdown
A request leaves the client, reaches the load balancer, and only then arrives at one of the servers.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.lint.rewording import into_notes
from studio.model.diagnostics import Severity
from studio.model.script import BlockKind

CODE = "U104"
NAME = "diagram"
SEVERITY = Severity.ERROR


def check(context: Context, _options: None) -> Iterator[Finding]:
    for block in context.blocks_of(BlockKind.DIAGRAM):
        yield Finding(
            block.span,
            "A diagram cannot be heard",
            "walk the listener through it in words, and move it into a ::: notes block",
            into_notes(context, block),
        )
