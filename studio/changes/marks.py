"""What stands between the passages: cues and headings."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterator, Sequence

from studio.changes.align import Link
from studio.changes.model import Change, Kind
from studio.changes.version import Heading, Sound, Version

#: From this likeness on, two headings in one place are one that was reworded.
_ALIKE = 0.4


def compare_sounds(before: Version, after: Version, links: Sequence[Link]) -> Iterator[Change]:
    """Cues that came, went, moved, or sound otherwise; one stands where it stood if the same passage follows it."""
    stayed = [link for link in links if link.before and link.after and not link.moved]
    olds = [(sound.text, _anchor(sound.at, [link.before[0] for link in stayed])) for sound in before.sounds]
    news = [(sound.text, _anchor(sound.at, [link.after[0] for link in stayed])) for sound in after.sounds]
    gone, come = list[int](), list[int]()
    for kind, a, b, c, d in difflib.SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs = zip(before.sounds[a:b], after.sounds[c:d], strict=True)
            yield from (_other_sound(new) for old, new in pairs if old.digest != new.digest)
        else:
            gone += range(a, b)
            come += range(c, d)
    for old, new in _partners(gone, come, olds, news):
        yield _sound(before.sounds[old], after.sounds[new])
    yield from (Change((Kind.SOUND,), was=before.sounds[i].text, line=_line_now(before.sounds[i], after)) for i in gone)
    yield from (Change((Kind.SOUND,), now=after.sounds[i].text, line=after.sounds[i].line) for i in come)


def compare_headings(before: Version, after: Version) -> Iterator[Change]:
    """Headings that came, went, moved or were reworded, and pillars that changed."""
    olds, news = list(before.headings), list(after.headings)
    titles = [one.title for one in olds], [one.title for one in news]
    gone, come, pairs = list[Heading](), list[Heading](), list[tuple[Heading, Heading]]()
    for kind, a, b, c, d in difflib.SequenceMatcher(None, *titles, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs += zip(olds[a:b], news[c:d], strict=True)
            continue
        gone += olds[a:b]
        come += news[c:d]
    for old, new in list(itertools.product(gone, come)):
        if old in gone and new in come and old.title == new.title and old.rank:
            yield Change((Kind.MOVED, Kind.HEADING), was=f"{old.title}, line {old.line}", now=new.title, line=new.line)
            pairs.append((old, new))
            gone.remove(old)
            come.remove(new)
    for likeness, old, new in sorted(_likenesses(gone, come), key=lambda one: -one[0]):
        if likeness >= _ALIKE and old in gone and new in come:
            yield Change((Kind.HEADING,), was=old.title, now=new.title, line=new.line)
            pairs.append((old, new))
            gone.remove(old)
            come.remove(new)
    yield from (Change((Kind.HEADING,), was=old.title, line=old.line) for old in gone if old.rank)
    yield from (Change((Kind.HEADING,), now=new.title, line=new.line) for new in come if new.rank)
    for old, new in pairs:
        yield from _otherwise(old, new)


def _likenesses(gone: Sequence[Heading], come: Sequence[Heading]) -> Iterator[tuple[float, Heading, Heading]]:
    for old, new in itertools.product(gone, come):
        if old.rank and new.rank:
            yield difflib.SequenceMatcher(None, old.title, new.title).ratio(), old, new


def _otherwise(old: Heading, new: Heading) -> Iterator[Change]:
    own = old.pillar if old.is_own else None, new.pillar if new.is_own else None
    if own[0] != own[1]:
        yield Change((Kind.PILLAR,), was=own[0] or "no pillar", now=own[1] or "no pillar", line=new.line)
    if old.rank != new.rank:
        was, now = (f"{one.title}, level {one.rank}" for one in (old, new))
        yield Change((Kind.HEADING,), was=was, now=now, line=new.line)


def _anchor(at: int, firsts: Sequence[int]) -> int:
    """Which of the passages that stayed follows; their count where none does."""
    return sum(first < at for first in sorted(firsts))


def _partners(
    gone: list[int], come: list[int], olds: Sequence[tuple[str, int]], news: Sequence[tuple[str, int]]
) -> Iterator[tuple[int, int]]:
    """Cues in one place, then cues of one name: they are one cue; takes them out of both lists."""
    for is_same in (_in_place, _same_words):
        for old, new in itertools.product(tuple(gone), tuple(come)):
            if old in gone and new in come and is_same(olds[old], news[new]):
                gone.remove(old)
                come.remove(new)
                yield old, new


def _in_place(old: tuple[str, int], new: tuple[str, int]) -> bool:
    return old[1] == new[1] and _name(old) == _name(new)


def _same_words(old: tuple[str, int], new: tuple[str, int]) -> bool:
    return old[0] == new[0]


def _name(sound: tuple[str, int]) -> str:
    return sound[0].partition(" ")[0]


def _sound(old: Sound, new: Sound) -> Change:
    if old.text == new.text:
        was, now = f"{old.text}, line {old.line}", f"{new.text}, line {new.line}"
        return Change((Kind.MOVED, Kind.SOUND), was=was, now=now, line=new.line)
    return Change((Kind.SOUND,), was=old.text, now=new.text, line=new.line)


def _other_sound(new: Sound) -> Change:
    return Change((Kind.SOUND,), was=new.text, now=f"{new.text}: another sound", line=new.line)


def _line_now(old: Sound, after: Version) -> int:
    return after.passages[min(old.at, len(after.passages) - 1)].line if after.passages else 1
