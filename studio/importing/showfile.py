"""What a feed says of its show → the ``studio.yaml`` that says the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio.feed.directories import is_category
from studio.feed.names import NAMESPACES, tag
from studio.importing.fetching import is_web
from studio.model.languages import is_read_aloud

if TYPE_CHECKING:
    from lxml import etree

_TRUE = ("true", "yes", "explicit")
#: Elements of a channel that publishing makes anew, or that say nothing of the show.
_MADE_ANEW = frozenset(
    "item title link description language copyright generator lastBuildDate pubDate image category docs ttl "
    "managingEditor webMaster cloud skipHours skipDays atom:link itunes:new-feed-url itunes:author "
    "itunes:explicit itunes:image itunes:owner itunes:category itunes:summary itunes:subtitle itunes:keywords "
    "itunes:title podcast:guid podcast:locked podcast:medium podcast:funding".split()
)
_CHOICES_DEFAULT = {"itunes:type": "episodic", "itunes:block": "no", "itunes:complete": "no"}


@dataclass(frozen=True)
class ShowFile:
    """A ``studio.yaml``.

    Attributes:
        title: of the show.
        text: of the file.
        artwork: address of the cover; empty where the feed names none.
        doubts: what of the feed is not in it, a sentence each.
    """

    title: str
    text: str
    artwork: str
    doubts: tuple[str, ...] = field(default=())


def show_file(channel: etree._Element, artwork: str) -> ShowFile:
    """Describe a show.

    Args:
        channel: of its feed.
        artwork: path of the cover in the show's folder.
    """
    title = _text(channel, "title", "itunes:title") or "Untitled"
    language = _text(channel, "language") or "en"
    categories = list(_categories(channel))
    doubts = [f"the category “{name}” is none of Apple's" for name in categories if not is_category(name)]
    values: dict[str, object] = {
        "title": title,
        "author": _text(channel, "itunes:author", "managingEditor") or title,
        "email": _email(channel),
        "language": _tag(language),
        "description": _plain(_text(channel, "description", "itunes:summary", "itunes:subtitle")),
        "artwork": artwork,
    }
    if not is_read_aloud(_tag(language)):
        doubts.append(
            f"the show is in “{language}”, which its feed and pages go on saying (`feed.language`), but text is read "
            "aloud by the rules of English only"
        )
        values["language"] = "en"
    feed = _feed(channel, [name for name in categories if is_category(name)])
    # A word such as “deutsch” is no tag, and says nothing to apps.
    if values["language"] != _tag(language) and re.fullmatch("[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", _tag(language)):
        feed = {"language": _tag(language), **feed}
    doubts += _left_behind(channel)
    return ShowFile(title, _yaml(values, feed, _text(channel, "link")), _artwork(channel), tuple(doubts))


def _feed(channel: etree._Element, categories: list[str]) -> dict[str, object]:
    funding = channel.find(tag("podcast:funding"))
    found: dict[str, object] = {
        "categories": categories,
        "explicit": _text(channel, "itunes:explicit").lower() in _TRUE,
        "copyright": _text(channel, "copyright"),
    }
    if funding is not None and is_web(funding.get("url", "")):
        found["funding"] = {
            "url": funding.get("url", ""),
            "text": " ".join((funding.text or "Support the show").split()),
        }
    return found


def _yaml(values: Mapping[str, object], feed: Mapping[str, object], link: str) -> str:
    lines = [
        "# The show, as its former feed described it. Every setting is explained in studio's docs/configuration.md."
    ]
    lines += [f"{key}: {_quoted(value)}" for key, value in values.items() if value]
    lines += [
        "",
        "# Where its files and its feed are going to be, with https://: needed before you publish.",
        f"# site: {_quoted(link or 'https://show.example/')}",
        "",
        "feed:",
        *(f"  {key}: {_quoted(value)}" for key, value in feed.items() if value or key == "explicit"),
        "",
        "# Who speaks in scripts: a name, and a voice. `studio voices` lists what can speak here.",
        "narrator: narrator",
        "speakers: {HOST: narrator, GUEST: guest}",
    ]
    return "\n".join(lines) + "\n"


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\x7f")


def _text(channel: etree._Element, *names: str) -> str:
    """The first of these elements that says something, in one piece."""
    found = ((channel.findtext(tag(name)) or "").strip() for name in names)
    return next((text for text in found if text), "")


def _plain(text: str) -> str:
    """A description without its markup; paragraphs stay paragraphs."""
    if not re.search(r"<[A-Za-z/]|&\w+;", text):
        return text
    from lxml import etree

    marked = re.sub(r"(?i)<br\s*/?>|</p>|</li>", "\n", text)
    parsed = etree.HTML(f"<div>{marked}</div>", etree.HTMLParser(no_network=True))
    words = "" if parsed is None else "".join(map(str, parsed.itertext()))
    return "\n".join(line for line in (" ".join(part.split()) for part in words.split("\n")) if line)


def _email(channel: etree._Element) -> str:
    owner = channel.findtext(f"{tag('itunes:owner')}/{tag('itunes:email')}") or ""
    return owner.strip() or next(iter(re.findall(r"[\w.+-]+@[\w-]+\.[\w.-]*\w", _text(channel, "managingEditor"))), "")


def _tag(language: str) -> str:
    """``en-US`` of ``en-us``."""
    first, *rest = re.split(r"[-_]", language.strip())
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


def _categories(channel: etree._Element) -> Iterator[str]:
    for category in channel.iterfind(tag("itunes:category")):
        name = " ".join(category.get("text", "").split())
        narrower = [one.get("text", "").strip() for one in category.iterfind(tag("itunes:category"))]
        yield from (f"{name} > {one}" for one in narrower if one)
        if name and not any(narrower):
            yield name


def _artwork(channel: etree._Element) -> str:
    image = channel.find(tag("itunes:image"))
    address = "" if image is None else (image.get("href") or "").strip()
    return address or (channel.findtext("image/url") or "").strip()


def _left_behind(channel: etree._Element) -> Iterator[str]:
    """Say which elements of the channel the next publish will not write again."""
    prefixes = {uri: prefix for prefix, uri in NAMESPACES.items()}
    found: dict[str, str] = {}
    for child in channel:
        if not isinstance(child.tag, str):
            continue
        uri, _, name = child.tag.rpartition("}")
        prefix = prefixes.get(uri[1:], child.prefix or "")
        found.setdefault(f"{prefix}:{name}" if uri else name, (child.text or "").strip().lower())
    usual = {name for name, choice in _CHOICES_DEFAULT.items() if found.get(name) in (choice, "false")}
    names = sorted(set(found) - _MADE_ANEW - usual)
    if names:
        yield f"these elements of the feed's head are not carried over: {', '.join(names)}"
