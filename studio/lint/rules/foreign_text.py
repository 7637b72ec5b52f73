"""Text in a language that is not read aloud here.

## What it does

Reports paragraphs that are written in another language than English, by their letters or by the small words that every
sentence needs, of which a line of two to four words has two; paragraphs that follow each other are reported once. In an
English sentence it reports words in letters that an English voice does not know. Names and loan words in Latin letters
are no concern of it, and neither are words with a reading of their own.

## Why it is bad for the ear

Numbers, abbreviations and the words themselves are read by the rules of English, with an English voice: nobody
understands it, and letters that an English voice does not know are not heard at all.

## Bad

```markdown
Heute sprechen wir über Caches und warum sie nicht immer so wichtig sind.
```

## Good

```markdown
Today we talk about caches, and why a *Zwischenspeicher* does not always matter.
```
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from studio.lint.context import SETTLED, Context, Prose
from studio.lint.finding import Finding
from studio.lint.languages import foreign_language, unknown_letters
from studio.model.diagnostics import Severity

CODE = "U113"
NAME = "foreign-text"
SEVERITY = Severity.WARNING

_HINT = 'only English is read aloud here: translate it, or write how it is said: [words]{say="…"}'


def check(context: Context, _options: None) -> Iterator[Finding]:
    for language, run in itertools.groupby(context.prose, _language):
        if language:
            yield _finding(list(run), language)
        else:
            for prose in run:
                yield from _words(prose)


def _language(prose: Prose) -> str | None:
    return foreign_language(prose.plain.replace(SETTLED, ""))


def _finding(run: list[Prose], language: str) -> Finding:
    these = "This paragraph is" if len(run) == 1 else f"These {len(run)} paragraphs are"
    first = run[0].sentences[0]
    return Finding(run[0].span(first.start, first.end), f"{these} {_in(language)}, and read as English", _HINT)


def _words(prose: Prose) -> Iterator[Finding]:
    for start, end, language in unknown_letters(prose.plain):
        message = f"“{prose.text[start:end]}” is {_in(language)}: an English voice leaves it out or stumbles"
        yield Finding(prose.span(start, end), message, 'write how it is said: [word]{say="…"}')


def _in(language: str) -> str:
    return language if language.startswith("in ") else f"in {language}"
