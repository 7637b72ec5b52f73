"""Elements of a feed that an author adds: well-formed, their namespaces known, none of them studio's own."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from studio.model.feednames import NAMESPACES, OWN, OWN_LINKS, PLAIN, SAME_NAMESPACE
from studio.settings.complaints import WrongError, shortened

_HINT = 'Declare it on the element itself: <other:name xmlns:other="https://…">.'
_MOST_CHARACTERS = 65_536


def checked_xml(text: str, place: str) -> str:
    """Elements for a feed, as they were written.

    Args:
        text: one or several elements; the prefixes that studio declares need no declaration.
        place: ``channel`` or ``item``.

    Raises:
        WrongError: with all that cannot stand there.
    """
    if len(text) > _MOST_CHARACTERS:
        raise WrongError(message=f"this is more than {_MOST_CHARACTERS:,} characters of XML")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise WrongError(message="a feed holds no DOCTYPE and no entities of its own")
    try:
        root = ElementTree.fromstring(wrapped(text))
    except ElementTree.ParseError as error:
        line, column = error.position
        reason = str(error).partition(":")[0]
        where = f"line {line}, column {column + 1 - (len(_opening()) if line == 1 else 0)} of it"
        hint = _HINT if "prefix" in reason else "Close every element, and write &amp; for &."
        raise WrongError(message=f"this is no well-formed XML: {reason} ({where})", hint=hint) from None
    if wrong := list(_faults(root, place)):
        raise WrongError(message="; ".join(wrong), hint="studio writes its own elements from the settings.")
    return text


def wrapped(text: str) -> str:
    """The same inside one element that declares studio's prefixes."""
    return f"{_opening()}{text}</extra>"


def _opening() -> str:
    declared = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
    return f"<extra {declared}>"


def _faults(root: ElementTree.Element, place: str) -> Iterator[str]:
    if not len(root):
        yield "there is no element in it"
    texts = [root.text, *(child.tail for child in root)]
    if loose := next((text.strip() for text in texts if text and text.strip()), ""):
        yield f"{shortened(loose, 40)!r} stands in no element"
    for child in root:
        name = _name(child.tag)
        if name in OWN[place]:
            yield f"<{name}> is studio's own"
        elif name == "atom:link" and child.get("rel", "alternate") in OWN_LINKS:
            yield f"<atom:link rel={child.get('rel')!r}> is studio's own"
        elif ":" not in name and name not in PLAIN[place]:
            yield f"<{shortened(name, 40)}> is no element of RSS, and has no namespace"


def _name(tag: str) -> str:
    """``itunes:image`` for an element of a known namespace, its address in front of that of another."""
    address, brace, local = tag.rpartition("}")
    if not brace:
        return local
    return f"{SAME_NAMESPACE.get(address[1:].lower(), address[1:])}:{local}"
