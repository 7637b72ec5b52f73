"""The script language's reference page, with everything that the code knows taken from the code."""

from __future__ import annotations

from studio.script.cues import GAIN_DB, LONG_PAUSE_S, LONGEST_S
from studio.script.frontmatter import ALIASES, KEYS
from studio.script.problems import PROBLEM_KINDS

_PAGE = """# The script language

A script is one Markdown file per episode. It stays readable on any Markdown site; what is special stands in braces,
on lines that begin with colons, or in comments.

## Front matter

YAML between two lines of `---` on top, or TOML between two lines of `+++`. Slips in keys are errors; keys of other
programs (`layout`, `tags`, `draft` …) are left alone. All of it is optional: where a script has none, the title line
(`# Episode 17: Scaling`, `# PODCAST EPISODE 1: …`), a line for the series and lines such as `**Estimated Duration: 2
hours**` or `**Guest:** Ana Lima` above the first words are understood instead, and are not spoken.

{keys}

```markdown
---
id: ep17
number: 17
title: Scaling
date: 2026-09-08
speakers: {{Ada: narrator}}
targets: {{detail: 28}}
links:
  - Dynamo paper: https://example.org/dynamo.pdf
---
```

## Sections

Headings are sections, and chapters in the player. They are not spoken. What counts is the rank of a heading among those
of its script, which may begin at `###`; a heading that repeats the episode's title is no chapter. Attributes follow in
braces:

| Attribute | Meaning |
|---|---|
| `{{#ring}}` | the section's id, for links; otherwise made from its words |
| `{{.why-not}}` | the pillar that it is about |
| `{{chapter="The ring"}}` | a shorter title for the player |
| `{{chapter=no}}` | no chapter of its own |

Where no pillar is given, it is inferred from the wording of the heading, or of a bold lead label below it
(`**Under the Hood:** …`); the patterns stand in `studio.yaml`, and `studio lint` says what it inferred.

```markdown
## Why Not Round Robin? {{#round-robin .why-not chapter="Round robin"}}
```

## Text

Paragraphs, list items and quotes are spoken; a blank line is a pause. Emphasis is markup only. Of a link, the text is
spoken and the address goes to the show notes. The numbers of an ordered list are spoken where the text refers to them
(“step 2”), or as `list_numbers` in `studio.yaml` says. `studio proof` shows all of it before anything is made.

| Inline | Meaning |
|---|---|
| `[etcd]{{say="et see dee"}}` | say these words instead |
| `[NFS]{{spell}}` | letter by letter |
| `[1984]{{as=number}}` | read it as this, not as a year: [the kinds](spoken-style.md#forms-that-mean-several-things) |
| `[150 virtual nodes]{{.detail}}` | one of the things that the show counts |
| `[a ring]{{.why-not option="round robin"}}` | the same, with something to remember |
| `[words]{{.soundbite title="A ring"}}` | a taste of the episode for apps to play, 15 to 120 seconds; in every show |
| `<!-- a comment -->` | for nobody |
| `[laughs]`, `(sighs)`, `[00:01:05]` | stage directions and time stamps: never spoken |
| `==text==`, `++text++`, `H~2~O`, `x^2^` | the text; a raised number is an exponent |
| `[[page]]`, `[[page\\|shown]]` | what is shown; `![[picture.png]]` is a picture |
| `List<String>`, `<Enter>` | words: “list of string”, “enter”; HTML tags are left out |
| `%% text %%` | for nobody |
| `[^1]`, `^[text]`, `[@key, p. 3]` | footnotes and citations: not spoken |
| `{{{{< … >}}}}`, `{{% … %}}`, `:tada:` | shortcodes: left out |
| `https://…` | left out of the speech, and among the links of the show notes |

A whole block is marked by a line above it, by braces at its end, or by a container:

```markdown
{{.detail}}
Each server holds a hundred and fifty points of the ring.

The points are kept in a sorted array. {{.detail}}

::: {{.detail}}
Two paragraphs.

Both are one detail.
:::
```

Simple formulas are spoken in words, `$O(n \\log n)$` as “O of n log n”; so are those in `\\(…\\)`, `$$…$$`, `\\[…\\]`
and in fenced blocks of `math` or `latex`. Dollars are mathematics where they stand close around it, and money else:
`$5 and $6`, `\\$x\\$`.

Text that a page folds away (`<details>`) is spoken like any other, its `<summary>` as a sentence of its own.

Code, tables, diagrams, other formulas, images and other HTML cannot be spoken. The linter reports them, and
`studio render --skip-unspeakable` leaves them out. Show notes may hold them all, and keep them, in the feed and on the
page:

~~~markdown
::: notes
The code of the ring is in [the repository](https://example.org/ring):

```python
node = ring[bisect(ring, key) % len(ring)]
```
:::
~~~

## Speakers

A turn begins with a name and a colon, and lasts until the next turn or heading. Names come from `speakers:` here or in
`studio.yaml`; HOST, GUEST, Speaker 2 and the like are known anyway, and so is a bold name before quoted speech. Names
that answer each other, or that stand at time stamps, are speakers, too, declared or not: the linter lists those without
a voice, and its unsafe fix declares them. Where a name may be one, it asks; `Rob\\: …` is never a turn. Labels such as
`Note:` are text. A direction in parentheses is kept and never spoken.

```markdown
HOST: Welcome back.

**GUEST (curious):** What happens when the leader dies?

**Grace Hopper, Admiral:** "Then somebody else has to lead."

[GUEST]: And who counts the votes?

0:12:40 **Ben** Everybody does.

HOST:
The text may follow on the next line.
```

## Cues

On lines of their own. Sounds are named in `studio.yaml`.

| Cue | Meaning |
|---|---|
| `::music{{bed="theme" fade=3s gain=-18dB}}` | music under the speech from here; fade and gain are optional |
| `::music{{stop fade=2s}}` | the music ends |
| `::sting{{name}}` | a few seconds between two thoughts |
| `::bumper{{name}}` | into or out of a part |
| `::pause{{800ms}}` | silence, in `s` or `ms` |

A gain is between {gain}, a fade and a pause last at most {longest_s:g} seconds; the linter asks about a pause of more
than {long_pause_s:g}.

A bed is heard for two to four seconds before the first word over it. While somebody speaks it stays well below the
voice, in pauses that are long enough it comes up again (`ducking` in the [configuration](configuration.md)). Before
a sting, a bumper or a bed the pause between two sections is cut to a second where nothing else plays in it; `::pause`
adds to that.

Stage directions as authors write them, `(Sound of rain)`, `[SFX: door]`, `[short, scary violin]`, `*[Music fades in]*`,
`INT. KITCHEN - NIGHT` and `*Duration: 8 minutes*`, are recognised and never spoken, and neither are lines of `#tags`;
the linter says that nobody will hear them.

## Comments for the linter

| Comment | Hides |
|---|---|
| `<!-- studio: disable=code-block -->` on a line of its own | findings of that rule in the next block or heading |
| … at the end of a line | … on that line |
| `<!-- studio: disable-file=U109,table -->` anywhere | … in the whole file |

Names, codes and beginnings of codes count, several with commas. A comment that hides nothing is reported.

## What the parser complains about

{problems}
"""


def language_page() -> str:
    """The reference page, as Markdown."""
    aliases = {name: alias for alias, name in ALIASES.items()}
    keys = ["| Key | Meaning |", "|---|---|"]
    for key, meaning in KEYS.items():
        also = f", or `{aliases[key]}`" if key in aliases else ""
        keys.append(f"| `{key}`{also} | {meaning} |")
    problems = ["| Code | Name | Meaning |", "|---|---|---|"]
    problems += [f"| {kind.code} | {kind.name} | {kind.explanation} |" for kind in PROBLEM_KINDS]
    return _PAGE.format(
        keys="\n".join(keys),
        problems="\n".join(problems),
        gain=f"{GAIN_DB[0]:g} and +{GAIN_DB[1]:g} dB",
        longest_s=LONGEST_S,
        long_pause_s=LONG_PAUSE_S,
    )
