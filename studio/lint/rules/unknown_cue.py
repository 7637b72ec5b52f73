"""A cue for a sound that the show does not have.

## What it does

Reports cues that name no sound of `studio.yaml`, and cues that name one of another kind, such as a sting for a bed.

## Why it is bad for the ear

There would be silence where the author heard music.

## Bad

```markdown
::sting{no-such-sound}
```

## Good

```markdown
::pause{2s}
```
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.script import CueKind

CODE = "C702"
NAME = "unknown-cue"
SEVERITY = Severity.ERROR

_WORDS = {CueKind.BED: "music", CueKind.STINGER: "sting", CueKind.BUMPER: "bumper"}


def check(context: Context, _options: None) -> Iterator[Finding]:
    assets = context.show.assets
    for block in context.blocks:
        cue = block.cue
        if cue is None or not cue.name:
            continue
        if cue.name not in assets:
            near = difflib.get_close_matches(cue.name, list(assets), n=1)
            known = f"known are: {', '.join(sorted(assets))}" if assets else "studio.yaml has no `sounds:` yet"
            hint = f"did you mean “{near[0]}”?" if near else known
            yield Finding(cue.span, f"There is no sound “{cue.name}”", hint)
        elif assets[cue.name].kind is not cue.kind:
            kind = _WORDS.get(assets[cue.name].kind, assets[cue.name].kind.value)
            yield Finding(cue.span, f"“{cue.name}” is a {assets[cue.name].kind.value}", f"write ::{kind}{{{cue.name}}}")
