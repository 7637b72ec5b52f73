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
from studio.feed.pages import PLAIN_COLOUR, PageArt, facts, json_in_html, page, season_name, strip
from studio.feed.records import EpisodeRecord
from studio.feed.sitemap import robots, site_map
from studio.feed.subscribing import apps, qr_code
from studio.feed.words import words
from studio.model.publishing import ShowType
from studio.model.show import Show

PAGE_EPISODES = 50


def front_files(records: Sequence[EpisodeRecord], show: Show, art: PageArt) -> dict[str, bytes]:
    """What is made anew with every change of the feed, by path in the feed folder; ``index.html`` comes last.

    Args:
        records: of the feed's items, in their order.
        show: the show.
        art: pictures in the feed folder.
    """
    return {
        "subscribe.html": _subscribe_page(show, art),
        "sitemap.xml": site_map(records, show),
        "robots.txt": robots(show),
        "episodes.js": _search_data(records, show),
        **dict(reversed(list(_index_pages(_in_order(records, show), show, art).items()))),
    }


def surplus_pages(folder: Path, made: Mapping[str, bytes]) -> list[str]:
    """Paths of index pages that a shorter list does not need any more."""
    names = sorted(path.name for path in folder.glob("index-*.html"))
    return [name for name in names if re.fullmatch(r"index-\d+\.html", name) and name not in made]


def _subscribe_page(show: Show, art: PageArt) -> bytes:
    t = words(show.language)
    data = json_in_html({"words": {name: t[name] for name in ("copied", "copy_by_hand")}})
    ways = {"apps": apps(show, t), "qr": qr_code(show.feed_url)}
    return page("subscribe.html.j2", show, art, "subscribe.html", data=data, **ways)


def _index_pages(records: Sequence[EpisodeRecord], show: Show, art: PageArt) -> dict[str, bytes]:
    pages = [records[at : at + PAGE_EPISODES] for at in range(0, len(records), PAGE_EPISODES)] or [records]
    data = json_in_html({"words": {name: words(show.language)[name] for name in _SAID}})
    about = json_in_html(jsonld.series(show, art.cover))
    seasons = _seasons(records, show)
    return {
        _index(number): page(
            "index.html.j2",
            show,
            art,
            _index(number) if number > 1 else "",
            groups=_groups(part, show, several=len(seasons) > 1),
            seasons=seasons if len(seasons) > 1 else [],
            count=len(records),
            number=number,
            pages=[_index(other) for other in range(1, len(pages) + 1)],
            data=data,
            about=about,
        )
        for number, part in enumerate(pages, 1)
    }


_SAID = ("play", "pause", "play_title", "one_episode", "episodes", "not_found", "position_value")


def _index(number: int) -> str:
    return "index.html" if number == 1 else f"index-{number}.html"


def _seasons(records: Sequence[EpisodeRecord], show: Show) -> list[tuple[str, str]]:
    """Name of each season, and where on which page its first group begins, in the order of the feed."""
    found: dict[int, str] = {}
    for at, record in enumerate(records):
        if record.season is not None:
            found.setdefault(record.season, f"{_index(at // PAGE_EPISODES + 1)}#{_anchor(record.season)}")
    return [(season_name(season, show), link) for season, link in found.items()]


def _groups(records: Sequence[EpisodeRecord], show: Show, *, several: bool) -> list[dict[str, Any]]:
    """Episodes under the season that they belong to, where the show has several; what has none stays where it is."""
    groups: list[dict[str, Any]] = []
    shown: list[int] = []
    for record in records:
        is_other = several and record.season is not None and record.season not in shown[-1:]
        if is_other and record.season is not None:
            anchor = "" if record.season in shown else _anchor(record.season)
            groups.append({"name": season_name(record.season, show), "anchor": anchor, "episodes": []})
            shown.append(record.season)
        elif not groups:
            groups.append({"name": "", "anchor": "", "episodes": []})
        groups[-1]["episodes"].append(_card(record, show))
    return groups


def _in_order(records: Sequence[EpisodeRecord], show: Show) -> Sequence[EpisodeRecord]:
    """The newest first; of a serial the first season and episode, what has no number (a trailer, say) in front."""
    if show.feed.type is not ShowType.SERIAL:
        return records
    return sorted(records, key=lambda record: (record.season or 0, record.number or 0, record.age))


def _anchor(season: int) -> str:
    return f"season-{season}"


def _card(record: EpisodeRecord, show: Show) -> dict[str, Any]:
    colours = {pillar.id: pillar.colour for pillar in show.pillars}
    date = "" if record.published is None else long_date(record.published, show.language)
    folder = f"episodes/{quote(record.id)}/"
    return {
        "guid": record.guid,
        "title": record.title,
        "summary": record.summary,
        "href": f"{folder}index.html" if record.id else record.link,
        "audio": f"{folder}{quote(record.audio or f'{record.id}.mp3')}" if record.id else "",
        "facts": facts(record, date, record.duration_s * 1000, show),
        "strip": strip([(length_s, colours.get(pillar or "", PLAIN_COLOUR)) for length_s, pillar in record.strip]),
    }


def _search_data(records: Sequence[EpisodeRecord], show: Show) -> bytes:
    """A script and not JSON, since pages on a disk may load the one and not the other."""
    cards = ({key: value for key, value in _card(record, show).items() if key != "strip"} for record in records)
    lines = ",\n".join(json.dumps(card, ensure_ascii=False, separators=(",", ":")) for card in cards)
    return f"window.studioEpisodes = [\n{lines}\n];\n".encode()
