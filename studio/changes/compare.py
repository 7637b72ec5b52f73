"""Holding two versions against each other."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from studio.changes.align import Link, align
from studio.changes.causes import why
from studio.changes.marks import compare_headings, compare_sounds
from studio.changes.model import Change, Changes, Kind
from studio.changes.version import Passage, Version

_BEHIND = {"end": "at the end", "part": "before a part", "section": "before a section", "speaker": "between speakers"}


def compare(before: Version, after: Version) -> Changes:
    """Everything that changed, and nothing else.

    Passages are matched by what is spoken, so that neither a moved line nor a new number is a change. A pause counts
    as changed where both passages around it are still neighbours: otherwise it follows from what came between them.
    """
    links = align(before.passages, after.passages)
    found = [*_speech(links, before, after), *_pauses(links, before, after)]
    found += compare_sounds(before, after, links)
    found += compare_headings(before, after)
    if before.title != after.title:
        found.append(Change((Kind.HEADING,), was=before.title, now=after.title))
    return Changes(before, after, tuple(sorted(found, key=lambda change: change.line)))


def _speech(links: Sequence[Link], before: Version, after: Version) -> Iterator[Change]:
    line, run = 1, list[Link]()
    for link in (*links, None):
        if link is not None and link.after:
            line = after.passages[link.after[0]].line
        if run and (link is None or not _goes_on(run[-1], link, before, after)):
            yield _moved(run, before, after)
            run = []
        if link is None:
            return
        if link.moved and not _differs(link, before, after):
            run.append(link)
        elif change := _change(link, before, after, line):
            yield change


def _goes_on(last: Link, link: Link, before: Version, after: Version) -> bool:
    """Whether a passage was moved together with the one before it."""
    in_a_row = link.before == (last.before[0] + 1,) and link.after == (last.after[0] + 1,)
    return in_a_row and link.moved and not _differs(link, before, after)


def _differs(link: Link, before: Version, after: Version) -> bool:
    return len(_kinds(link, before, after)[0]) > link.moved


def _moved(run: Sequence[Link], before: Version, after: Version) -> Change:
    olds, news = (
        tuple(before.passages[one.before[0]] for one in run),
        tuple(after.passages[one.after[0]] for one in run),
    )
    return Change((Kind.MOVED,), olds, news, f"line {olds[0].line}", f"line {news[0].line}", line=news[0].line)


def _change(link: Link, before: Version, after: Version, line: int) -> Change | None:
    kinds, causes = _kinds(link, before, after)
    if not kinds:
        return None
    olds, news = _passages(link, before, after)
    was, now = (_who(olds), _who(news)) if Kind.SPEAKER in kinds else ("", "")
    if Kind.MOVED in kinds:
        was, now = f"line {olds[0].line}", f"line {news[0].line}"
    return Change(kinds, olds, news, was, now, line=news[0].line if news else line, causes=causes)


def _kinds(link: Link, before: Version, after: Version) -> tuple[tuple[Kind, ...], tuple[str, ...]]:
    olds, news = _passages(link, before, after)
    if not olds or not news:
        return (Kind.REMOVED if olds else Kind.ADDED,), ()
    kinds: list[Kind] = [Kind.MOVED] if link.moved else []
    kinds += _wording(olds, news)
    causes: tuple[str, ...] = ()
    if len(olds) == len(news) == 1 and (olds[0].key != news[0].key or olds[0].speaker != news[0].speaker):
        others, causes = why(olds[0], news[0])
        kinds += others
    elif len(olds) != len(news) and Kind.TEXT not in kinds:
        kinds.append(Kind.TEXT)  # another cut is another melody
    return tuple(dict.fromkeys(kinds)), causes


def _wording(olds: Sequence[Passage], news: Sequence[Passage]) -> Iterator[Kind]:
    if _joined(one.spoken for one in olds) != _joined(one.spoken for one in news):
        yield Kind.TEXT
    elif _joined(one.written for one in olds) != _joined(one.written for one in news):
        yield Kind.WRITTEN


def _pauses(links: Sequence[Link], before: Version, after: Version) -> Iterator[Change]:
    """Pauses that their neighbours do not explain; those of one setting together."""
    of_settings: dict[str, list[Change]] = {}
    stayed = [link for link in links if link.before and link.after and not link.moved]
    for link, following in itertools.pairwise([*stayed, None]):
        assert link is not None
        old, new = before.passages[link.before[-1]], after.passages[link.after[-1]]
        behind = (following.before[0], following.after[0]) if following else (len(before.passages), len(after.passages))
        if (link.before[-1] + 1, link.after[-1] + 1) != behind or round(old.pause_s - new.pause_s, 4) == 0:
            continue
        was, now = f"{old.pause_s:g} s", f"{new.pause_s:g} s"
        change = Change((Kind.PAUSE,), was=was, now=now, places=(new.number,), line=new.line)
        if old.boundary == new.boundary and old.speaker == new.speaker:
            where = _BEHIND.get(new.boundary, f"after a {new.boundary}")
            of_settings.setdefault(f"pauses: {where} {was} → {now}", []).append(change)
        else:
            yield change
    for cause, changes in of_settings.items():
        places = tuple(place for change in changes for place in change.places)
        first = changes[0]
        yield Change((Kind.PAUSE,), was=first.was, now=first.now, places=places, line=first.line, causes=(cause,))


def _passages(link: Link, before: Version, after: Version) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    return tuple(before.passages[i] for i in link.before), tuple(after.passages[i] for i in link.after)


def _who(passages: Sequence[Passage]) -> str:
    return ", ".join(dict.fromkeys(one.speaker or "narrator" for one in passages))


def _joined(texts: Iterator[str]) -> str:
    return " ".join(" ".join(texts).split())
