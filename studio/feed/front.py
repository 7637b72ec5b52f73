"""The show's own files: its page by the fifty, what the search in it reads, how to subscribe, what crawlers read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from studio.episode.wording import long_date
from studio.feed import jsonld
from studio.feed.kept import KeptPages
from studio.feed.pages import PLAIN_COLOUR, PageArt, facts, json_in_html, page, page_values, season_name, strip
from studio.feed.records import EpisodeRecord
from studio.feed.sitemap import robots, site_map
from studio.feed.subscribing import apps, qr_code
from studio.feed.words import words
from studio.model.publishing import ShowType
from studio.model.show import Show

PAGE_EPISODES = 50
"""How many a page holds at most."""

_OLDER_EPISODES = PAGE_EPISODES // 2
"""How many each page of older ones holds for good; the first page has as many at least."""

Card = dict[str, Any]
Entries = Sequence[tuple[EpisodeRecord, Card]]
Parts = list[tuple[int, Entries]]
"""What stands on each page, in the order of the list; the first is number 1, others keep theirs as a show grows."""


def front_files(
    records: Sequence[EpisodeRecord], show: Show, art: PageArt, kept: KeptPages | None = None
) -> dict[str, bytes]:
    """What tells of the whole show, by path in the feed folder; ``index.html`` comes last.

    Args:
        records: of the feed's items, in their order.
        show: the show.
        art: pictures in the feed folder.
        kept: pages that need not be made again.
    """
    parts = _parts([(record, _card(record, show)) for record in records], show)
    # What leads to other files comes after them.
    return {
        "subscribe.html": _subscribe_page(show, art),
        "sitemap.xml": site_map(records, show),
        "robots.txt": robots(show),
        **dict(reversed(list(_search_data(parts).items()))),
        **dict(reversed(list(_index_pages(parts, show, art, kept or KeptPages(None)).items()))),
    }


def surplus_pages(folder: Path, made: Mapping[str, bytes]) -> list[str]:
    """Paths of pages of the list, and of what the search reads, that a shorter list does not need any more."""
    names = sorted(path.name for path in folder.iterdir())
    return [name for name in names if re.fullmatch(r"index-\d+\.html|episodes-\d+\.js", name) and name not in made]


def _subscribe_page(show: Show, art: PageArt) -> bytes:
    t = words(show.feed_language)
    data = json_in_html({"words": {name: t[name] for name in ("copied", "copy_by_hand")}})
    ways = {"apps": apps(show, t), "qr": qr_code(show.feed_url)}
    return page("subscribe.html.j2", show, art, "subscribe.html", data=data, **ways)


def _parts(entries: Entries, show: Show) -> Parts:
    """Cut so that one more episode changes the page that it comes to, and no page that is behind it or before it.

    A serial grows at its end: its last page is filled. Else the list grows at its top: older ones are counted from the
    oldest, and the first page holds what is left, half of what it may hold at least.
    """
    if show.feed.type is ShowType.SERIAL:
        starts = range(0, len(entries), PAGE_EPISODES)
        ordered = sorted(entries, key=lambda entry: _serial_place(entry[0]))
        return [(number, ordered[at : at + PAGE_EPISODES]) for number, at in enumerate(starts, 1)] or [(1, entries)]
    older = max(0, len(entries) // _OLDER_EPISODES - 1)
    first = len(entries) - older * _OLDER_EPISODES
    behind = [entries[at : at + _OLDER_EPISODES] for at in range(first, len(entries), _OLDER_EPISODES)]
    return [(1, entries[:first]), *zip(range(older + 1, 1, -1), behind, strict=True)]


def _serial_place(record: EpisodeRecord) -> tuple[int, int, tuple[float, int]]:
    """The first season and episode first; what has no number (a trailer, say) in front."""
    return record.season or 0, record.number or 0, record.age


def _index_pages(parts: Parts, show: Show, art: PageArt, kept: KeptPages) -> dict[str, bytes]:
    data = json_in_html({"words": {name: words(show.feed_language)[name] for name in _SAID}})
    about = json_in_html(jsonld.series(show, art.cover))
    seasons = _seasons(parts, show)
    count = sum(len(part) for _, part in parts)
    links = ["", *(_index(number) for number, _ in parts), ""]
    made = {}
    for at, (number, part) in enumerate(parts):
        own = {
            "groups": _groups(part, show, several=len(seasons) > 1),
            "seasons": seasons if len(seasons) > 1 else [],
            "count": count if number == 1 else 0,  # a page of older ones does not change with it
            "span": "" if number == 1 else _span(part, show),
            "before": links[at],
            "after": links[at + 2],
            "grows_down": show.feed.type is ShowType.SERIAL,
            "data": data,
            "about": about,
        }
        name = _index(number)
        values = page_values(show, art, name if number > 1 else "", **own)
        made[name] = kept.page(name, "index.html.j2", values)
    return made


def _span(entries: Entries, show: Show) -> str:
    """From when to when the episodes of a page are; where nobody knows, that they are others."""
    dates = sorted(record.published for record, _ in entries if record.published is not None)
    shown = list(dict.fromkeys(long_date(date, show.feed_language) for date in (dates[:1] + dates[-1:])))
    return " – ".join(shown) or words(show.feed_language)["further"]


_SAID = ("play", "pause", "play_title", "one_episode", "episodes", "not_found", "position_value")


def _index(number: int) -> str:
    return "index.html" if number == 1 else f"index-{number}.html"


def _seasons(parts: Parts, show: Show) -> list[tuple[str, str]]:
    """Name of each season, and where on which page its first group begins, in the order of the list."""
    found: dict[int, str] = {}
    for number, part in parts:
        for record, _ in part:
            if record.season is not None:
                found.setdefault(record.season, f"{_index(number)}#{_anchor(record.season)}")
    return [(season_name(season, show), link) for season, link in found.items()]


def _groups(entries: Entries, show: Show, *, several: bool) -> list[dict[str, Any]]:
    """Episodes under the season that they belong to, where the show has several; what has none stays where it is."""
    groups: list[dict[str, Any]] = []
    shown: list[int] = []
    for record, card in entries:
        is_other = several and record.season is not None and record.season not in shown[-1:]
        if is_other and record.season is not None:
            anchor = "" if record.season in shown else _anchor(record.season)
            groups.append({"name": season_name(record.season, show), "anchor": anchor, "episodes": []})
            shown.append(record.season)
        elif not groups:
            groups.append({"name": "", "anchor": "", "episodes": []})
        groups[-1]["episodes"].append(card)
    return groups


def _anchor(season: int) -> str:
    return f"season-{season}"


def _card(record: EpisodeRecord, show: Show) -> Card:
    colours = {pillar.id: pillar.colour for pillar in show.pillars}
    date = "" if record.published is None else long_date(record.published, show.feed_language)
    folder = f"episodes/{quote(record.id)}/"
    return {
        "guid": record.guid,
        "title": record.title,
        "summary": record.summary,
        "href": f"{folder}index.html" if record.id else record.link,
        "audio": f"{folder}{quote(record.audio or f'{record.id}.mp3')}" if record.id else "",
        "facts": facts(record, date, record.duration_s * 1000, show),
        "explicit": record.explicit,
        "strip": strip([(length_s, colours.get(pillar or "", PLAIN_COLOUR)) for length_s, pillar in record.strip]),
    }


def _search_data(parts: Parts) -> dict[str, bytes]:
    """Cut as the pages are. Scripts and not JSON, since pages on a disk may load the one and not the other."""
    names = ["episodes.js" if number == 1 else f"episodes-{number}.js" for number, _ in parts]
    more = f"window.studioMore = {json.dumps(names[1:])};\n"
    made = {}
    for name, (number, part) in zip(names, parts, strict=True):
        cards = ({key: value for key, value in card.items() if key != "strip"} for _, card in part)
        lines = ",\n".join(json.dumps(card, ensure_ascii=False, separators=(",", ":")) for card in cards)
        first, other = f"window.studioEpisodes = [\n{lines}\n];\n{more}", f"window.studioEpisodes.push(\n{lines}\n);\n"
        made[name] = (first if number == 1 else other).encode()
    return made
