"""An address in the text, which would be read out letter by letter.

## What it does

Reports web addresses that stand in the spoken text, also as the text of a link.

## Why it is bad for the ear

"H T T P S colon slash slash" takes longer to say than any listener can remember. Links reach listeners through the
show notes; what is spoken is the name of the place.

## Bad

```markdown
The paper is at https://example.org/papers/dynamo.pdf for everyone to read.
```

## Good

```markdown
The [Dynamo paper](https://example.org/papers/dynamo.pdf) is linked in the show notes.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity

CODE = "U107"
NAME = "bare-url"
SEVERITY = Severity.ERROR

_URL = re.compile(
    r"(?:https?|ftp)://[^\s<>\"“”\ufffc]{2,}|\bwww\.[a-z0-9-]{1,63}\.[^\s<>\"“”\ufffc]{2,}"
    r"|(?<![\w@/.-])(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|io|dev|edu|gov)/[^\s<>\"“”\ufffc]*",
    re.IGNORECASE,
)
_SIGN = re.compile(r"://|www\.|\.[a-z]{2,3}/", re.IGNORECASE)


def check(context: Context, _options: None) -> Iterator[Finding]:
    for prose in context.prose:
        if not _SIGN.search(prose.text):
            continue
        for match in _URL.finditer(prose.plain):
            end = match.end() - (len(match[0]) - len(match[0].rstrip(".,;:!?)]}'’")))
            yield Finding(
                prose.span(match.start(), end),
                "An address cannot be spoken",
                "make it a link with a name: [the paper](https://…)",
            )
