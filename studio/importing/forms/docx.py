"""Word documents (.docx), also those of Google Docs and LibreOffice; the “line” of a message is the paragraph."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from studio.importing.elements import Element, Imported, Kept
from studio.importing.material import Material
from studio.importing.turns import Habits, read_turns
from studio.kit.errors import ConfigurationError, StudioError
from studio.script.speakers import Form

if TYPE_CHECKING:
    from lxml import etree

BINARY = True

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCUMENT = "word/document.xml"
_MOST_UNPACKED = 256_000_000
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_TEXTS = ("p", "li", "dt", "blockquote", "pre")
_STYLES = "comment-reference => sup\np[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => h2:fresh"
_HABITS = Habits(forms=(Form.COLON, Form.BRACKETED))


def likelihood(material: Material) -> int:
    """Sure where it is an archive with a document of Word's in it, or what Word locks with a password."""
    if material.data.startswith(_OLE):
        return 100
    return (
        100 if material.is_zip and (material.suffix in (".docx", ".docm") or _DOCUMENT.encode() in material.data) else 0
    )


def read(material: Material) -> Imported:
    """Paragraphs as turns or text, headings as chapters; tables, pictures, notes and comments are kept."""
    lines: list[str] = []
    kept: list[Element] = []
    for number, block in enumerate(_blocks(_page(material)), 1):
        # A blank line after each: paragraphs are not joined, and a paragraph's number is half of its line's.
        lines += [_line(block, number, kept), ""]
    found = read_turns(lines, _HABITS)
    elements = [replace(one, line=(one.line + 1) // 2) for one in found.elements]
    found.elements = sorted([*elements, *kept], key=lambda one: one.line)
    found.doubts = [((line + 1) // 2, doubt) for line, doubt in found.doubts]
    if _has_margins(material):
        found.doubts.append((0, "headers and footers of its pages are left out"))
    return found


def _page(material: Material) -> etree._Element | None:
    """The document as a page of HTML.

    Raises:
        ConfigurationError: ``no-mammoth``.
        StudioError: ``locked-document``, ``damaged-document``, ``too-large``.
    """
    if material.data.startswith(_OLE):
        raise StudioError(
            "locked-document",
            "this document has a password, or it is of Word 97 to 2003 (.doc)",
            where=material.name,
            hint="Open it in Word or LibreOffice, take the password away, and save it as .docx.",
        )
    try:
        import mammoth
    except ImportError:
        raise ConfigurationError(
            "no-mammoth", "Word documents need the package mammoth", hint="Install it: pip install mammoth."
        ) from None
    from lxml import html

    try:
        with zipfile.ZipFile(io.BytesIO(material.data)) as archive:
            names = {info.filename: info.file_size for info in archive.infolist()}
            if sum(names.values()) > _MOST_UNPACKED:
                raise StudioError(
                    "too-large",
                    f"this document would have {sum(names.values()) / 1e6:.0f} MB once it is unpacked",
                    where=material.name,
                    hint=f"The limit is {_MOST_UNPACKED / 1e6:.0f} MB; take the pictures out.",
                )
            if any(info.flag_bits & 1 for info in archive.infolist()):
                raise _damaged(material, "it is encrypted")
            if _DOCUMENT not in names:
                raise _damaged(material, f"it has no {_DOCUMENT}")
        made = mammoth.convert_to_html(
            io.BytesIO(material.data), style_map=_STYLES, convert_image=mammoth.images.img_element(_no_picture)
        )
    except StudioError:
        raise
    except Exception as error:  # of a damaged document the library raises whatever it stumbles over
        raise _damaged(material, str(error) or type(error).__name__) from error
    text: str = made.value
    if not re.search(r"\w", re.sub(r"<[^<>]*>", "", text)):
        raise StudioError(
            "empty-source", "this document has no text", where=material.name, hint="Is it the right file?"
        )
    page: etree._Element = html.fragment_fromstring(text, create_parent="body")
    return page


def _has_margins(material: Material) -> bool:
    """Whether words stand above or below the text of the pages."""
    with zipfile.ZipFile(io.BytesIO(material.data)) as archive:
        names = [name for name in archive.namelist() if name.startswith(("word/header", "word/footer"))]
        return any(b"<w:t" in archive.read(name) for name in names)


def _no_picture(_image: Any) -> dict[str, str]:
    return {"src": "picture"}


def _damaged(material: Material, reason: str) -> StudioError:
    return StudioError(
        "damaged-document",
        f"this document cannot be read: {' '.join(reason.split())[:200]}",
        where=material.name,
        hint="Open it in Word or LibreOffice and save it anew as .docx.",
    )


def _blocks(parent: etree._Element | None) -> Iterator[etree._Element]:
    """Paragraphs, headings, items and tables, in order, however deep."""
    for child in () if parent is None else parent:
        is_text = child.tag in _TEXTS and not _holds_blocks(child)
        if is_text or child.tag in _HEADINGS or child.tag == "table" or _is_note(child):
            yield child
        else:
            if child.text and child.text.strip():
                yield _only_text(child)
            yield from _blocks(child)


def _holds_blocks(element: etree._Element) -> bool:
    return any(child.tag in (*_TEXTS, *_HEADINGS, "ul", "ol", "table") for child in element)


def _is_note(element: etree._Element) -> bool:
    """Whether this is a foot- or endnote's text, or a comment's."""
    return element.tag == "dd" or (
        element.tag == "li" and (element.get("id") or "").startswith(("footnote", "endnote"))
    )


def _only_text(element: etree._Element) -> etree._Element:
    """An item without the lists in it."""
    alone = element.makeelement("li")
    alone.text = element.text
    return alone


def _line(block: etree._Element, number: int, kept: list[Element]) -> str:
    """A block as a line of text; what is none of it is kept."""
    if block.tag == "table":
        rows = (" | ".join(_text(cell) for cell in row.iter("td", "th")) for row in block.iter("tr"))
        kept.append(Kept(number, "table", "\n".join(rows)))
        return ""
    if _is_note(block):
        kept.append(Kept(number, "comment" if block.tag == "dd" else "footnote", _text(block)))
        return ""
    for picture in block.iter("img"):
        kept.append(Kept(number, "picture", picture.get("alt") or "without a description"))
    text = _text(block)
    if block.tag == "dt":
        return ""
    return f"{'#' * _HEADINGS[block.tag]} {text}" if block.tag in _HEADINGS and text else text


def _text(block: etree._Element) -> str:
    for reference in block.iterfind(".//sup/a"):  # the number of a note
        reference.text = None
    for line_break in block.iter("br"):
        line_break.tail = f" {line_break.tail or ''}"
    return " ".join("".join(map(str, block.itertext())).split())
