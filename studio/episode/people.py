"""Who is heard in an episode, and what listeners read for the speaker names of its script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from studio.model.narration import Narration
from studio.model.publishing import Person
from studio.model.script import Episode
from studio.model.show import Show
from studio.script.names import is_role

_ROLE = re.compile(r"(?P<role>CO-?HOST|HOST|GUEST)(?:[ -]?(?P<which>[A-Z]|\d{1,2}))?")


def people_of(episode: Episode, show: Show) -> tuple[Person, ...]:
    """Everybody with a part in an episode: the show's people unless it names hosts of its own, its own, its guests."""
    own = [*episode.people, *(Person(name, "guest") for name in episode.guests)]
    has_hosts = any(person.role.casefold() == "host" for person in own)
    regular = [person for person in show.people if not (has_hosts and person.role.casefold() == "host")]
    found: dict[str, Person] = {}
    for person in (*own, *regular):
        found.setdefault(person.name.casefold(), person)
    hosts_first = sorted(found.values(), key=lambda person: person.role.casefold() != "host")
    return tuple(hosts_first)


def shown_name(label: str, episode: Episode, show: Show) -> str:
    """What listeners read for a speaker name of a script.

    It is what ``display`` says; for a role (``HOST``, ``GUEST 2``) the person who has it, where that is certain;
    otherwise the role in small letters.
    """
    name = label.upper()
    own = {one.upper(): shown for one, shown in episode.display.items()}
    if shown := own.get(name) or show.display.get(name):
        return shown
    if not is_role(label):
        return label
    role = _ROLE.fullmatch(name)
    if role and (person := _having(role["role"], role["which"], people_of(episode, show))):
        return person.name
    return label.capitalize() if not label[-1:].isalpha() or len(label.split()) == 1 else label.title()


def as_shown(narration: Narration, episode: Episode, show: Show) -> Narration:
    """The same narration with the names that listeners read."""
    segments = (
        replace(segment, speaker=shown_name(segment.speaker, episode, show)) if segment.speaker else segment
        for segment in narration.segments
    )
    return replace(narration, segments=tuple(segments))


def _having(role: str, which: str | None, people: Sequence[Person]) -> Person | None:
    """The one person of a role, or the one that the label's number or letter means."""
    having = [person for person in people if _plain(person.role) == _plain(role)]
    if which is None:
        return having[0] if len(having) == 1 else None
    at = int(which) - 1 if which.isdecimal() else ord(which) - ord("A")
    return having[at] if 0 <= at < len(having) else None


def _plain(role: str) -> str:
    return role.casefold().replace("-", "")
