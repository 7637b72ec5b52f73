"""An entry of a lexicon that cannot do what it says.

## What it does

Looks at the entries of the show's lexicons, of its voices' own, and of the front matter: IPA with a sound that a voice
of this episode does not have (an error where the script has the word, since nobody could say it), a term that is never
found in a spoken text, a condition that never holds, and two entries of a file that are for the same word.

## Why it is bad for the ear

The author believes that the word is taken care of, and nobody listens for it any more.

## Bad

```markdown
---
lexicon: {"Dean, Barroso": dean buh-roh-so}
---

The paper by Dean, Barroso and others.
```

## Good

```markdown
---
lexicon: {Barroso: buh-roh-so}
---

The paper by Dean, Barroso and others.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from studio.engines.pronounced import unsayable
from studio.engines.registry import find_engine
from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.show import Voice
from studio.model.source import Location, Span
from studio.settings.lexicons import load_lexicon
from studio.speech import Entry, Lexicon, Scope, Sound, speak

CODE = "W309"
NAME = "lexicon-entry"
SEVERITY = Severity.WARNING
WORST = Severity.ERROR

_PLACE = re.compile(r"(?P<path>.+?):(?P<line>\d+)(?::(?P<column>\d+))?$")
_ONE_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def check(context: Context, _options: None) -> Iterator[Finding]:
    show = context.show
    names = {show.narrator, *show.speakers.values(), *context.script.episode.speakers.values()}
    voices = [show.voices[name] for name in sorted(names) if name in show.voices]
    common = _entries(context.show_lexicon) + _of_episode(context)
    for entry in common:
        yield from _never_found(context, entry)
        yield from (finding for voice in voices for finding in _unsayable(context, entry, voice))
    yield from _doubled(context, common)
    for voice in voices:
        own = _entries(load_lexicon((show.root / path for path in voice.lexicons), show.root))
        for entry in own:
            yield from _never_found(context, entry)
            yield from _unsayable(context, entry, voice)
        yield from _doubled(context, own)


def _entries(lexicon: Lexicon) -> list[Entry]:
    return [entry for _, entry in lexicon.entries]


def _of_episode(context: Context) -> list[Entry]:
    merged = Lexicon().merged(context.script.episode.lexicon, Scope.EPISODE)
    return _entries(merged)


def _unsayable(context: Context, entry: Entry, voice: Voice) -> Iterator[Finding]:
    sound = entry.sound_for(voice.engine)
    symbols = unsayable(find_engine(voice.engine), sound.ipa) if sound.ipa else ""
    if symbols:
        needed = not sound.respelling and entry.word.lower() in context.script.source.text.lower()
        yield _finding(
            context,
            entry,
            f"the voice {voice.name} has no sound for {symbols!r} in /{sound.ipa}/, which is to be “{entry.word}”",
            "write it with the sounds of English"
            + (", since the respelling is read instead" if sound.respelling else ", or give a respelling"),
            Severity.ERROR if needed else Severity.WARNING,
        )


def _never_found(context: Context, entry: Entry) -> Iterator[Finding]:
    if not entry.word.isalpha():
        yield from _never_spoken(context, entry)
    for condition, words in (("before", entry.before), ("after", entry.after)):
        for word in words:
            if not _ONE_WORD.fullmatch(word):
                yield _finding(
                    context,
                    entry,
                    f"`{condition}` names “{word}”, which is not one word, so it never holds for “{entry.word}”",
                    "name single words; a longer phrase can be an entry of its own",
                )


def _never_spoken(context: Context, entry: Entry) -> Iterator[Finding]:
    spoken = speak(f"So {entry.word} it is.", context.style).text
    alone = Lexicon(((Scope.SHOW, replace(entry, sound=Sound("ə"), part=None, before=(), after=())),))
    if not alone.pronounce(spoken):
        said = spoken.removeprefix("So ").removesuffix(" it is.")
        yield _finding(
            context,
            entry,
            f"“{entry.word}” is never found: it is spoken “{said}”",
            "give the words as they are spoken, without punctuation between them",
        )


def _doubled(context: Context, entries: list[Entry]) -> Iterator[Finding]:
    """Entries without conditions, of one file and for one word: only the last of them holds."""
    last: dict[tuple[str, str], Entry] = {}
    for entry in reversed(entries):
        if entry.is_conditional:
            continue
        key = _path(entry), entry.word if entry.exact_case else entry.word.lower()
        other = last.setdefault(key, entry)
        if other is not entry and entry.sound != other.sound:
            yield _finding(
                context,
                entry,
                f"“{entry.word}” has another entry without conditions at {other.where}, which holds instead",
                "keep one of them, or say when each holds (`as`, `before`, `after`)",
            )


def _path(entry: Entry) -> str:
    place = _PLACE.match(entry.where)
    return place["path"] if place else entry.where


def _finding(context: Context, entry: Entry, message: str, hint: str, severity: Severity | None = None) -> Finding:
    place = _PLACE.match(entry.where)
    if place is None:  # in the front matter
        span = context.front_matter_place("lexicon", entry.word)
        return Finding(span, message, hint, severity=severity)
    location = Location(place["path"], int(place["line"]), int(place["column"] or 1))
    return Finding(Span(0, 0), message, hint, severity=severity, location=location)
