"""Making the elements of a feed: clean texts of a fitting length, people, licences, an author's own XML."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from studio.episode.release import clean_text
from studio.feed.directories import TEXT_CHARS
from studio.feed.names import tag
from studio.feed.notes import shortened
from studio.model.publishing import SHORT_CHARS, Licence, Person
from studio.settings.feedxml import wrapped


def add(parent: etree._Element, name: str, content: str | None = None, /, **attributes: str) -> etree._Element:
    """A new element; ``_`` in the name of an attribute stands for ``-``, an empty attribute is left out."""
    kept = {key.replace("_", "-"): clean_text(value) for key, value in attributes.items() if value}
    element = etree.SubElement(parent, tag(name), kept)
    if content is not None:
        element.text = clean_text(content)
    return element


def short(text: str) -> str:
    """A text of at most 255 characters in one line."""
    return shortened(clean_text(text), TEXT_CHARS)


def add_person(parent: etree._Element, person: Person, address_of: Callable[[str], str]) -> None:
    """One ``podcast:person``; ``address_of`` gives the address of a picture."""
    add(
        parent,
        "podcast:person",
        shortened(person.name, SHORT_CHARS),
        role=person.role,
        group=person.group,
        href=person.link,
        img=address_of(person.picture) if person.picture else "",
    )


def add_licence(parent: etree._Element, licence: Licence) -> None:
    """``podcast:license``, where there is one; names of public ones are written in lower case."""
    if licence.name:
        add(parent, "podcast:license", licence.name if licence.url else licence.name.lower(), url=licence.url)


def add_own(parent: etree._Element, xml: str) -> None:
    """Elements of the author's own, which the settings have checked."""
    if xml:
        parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)
        for element in list(etree.fromstring(wrapped(xml).encode(), parser)):
            element.tail = None
            parent.append(element)
