"""A cover drawn from a show's title alone: for shows that have none, and for new ones to begin with.

Everything is strokes with round ends: a row of bars like a voice's wave, whose heights and colour follow from the
title, and under it the title in an alphabet of strokes (:mod:`studio.episode.letters`). So it needs no typeface and no
drawing library, and the same title gives the same picture on any machine.
"""

from __future__ import annotations

import colorsys
import hashlib
import struct
import unicodedata
import zlib
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from studio.episode.letters import HEIGHT, SPACE, Stroke, letter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COVER_PX = 2000
_BARS = 17
_LINE = 1.55  # from line to line, in heights of a letter
_GAP = 1.5  # between letters, in the alphabet's units
_MARGIN = 0.09
_MOST_LINES = 5


def draw_cover(title: str, edge_px: int = COVER_PX) -> bytes:
    """A square PNG.

    Args:
        title: of the show; letters that the alphabet lacks are left out.
        edge_px: length of an edge in pixels.
    """
    import numpy as np

    digest = hashlib.sha256(unicodedata.normalize("NFC", title).encode("utf-8", "replace")).digest()
    hue = 0.45 + 0.55 * digest[0] / 256  # from teal over blue to red
    top, bottom, ink, accent = (
        np.array(colorsys.hls_to_rgb(hue + turn, light, strength), np.float32) * 255
        for turn, light, strength in ((0.0, 0.24, 0.5), (0.06, 0.09, 0.55), (0.0, 0.97, 0.5), (0.5, 0.66, 0.8))
    )
    down = np.linspace(0, 1, edge_px, dtype=np.float32)[:, None, None]
    picture = np.broadcast_to(top + (bottom - top) * down, (edge_px, edge_px, 3)).copy()
    words = _lettering(title)
    for strokes, colour in ((_bars(digest[1:], lettered=bool(words)), accent), (words, ink)):
        for stroke in strokes:
            _paint(picture, stroke.enlarged(edge_px), colour)
    return _png(np.rint(picture).astype(np.uint8))


def _bars(heights: bytes, *, lettered: bool) -> list[Stroke]:
    """Upright bars around a level line, lowest at both ends; in parts of the edge."""
    level, tallest, made = (0.31, 0.19, []) if lettered else (0.5, 0.3, [])
    for number in range(_BARS):
        x = 0.5 + (number - (_BARS - 1) / 2) * (1 - 2 * _MARGIN) / _BARS
        swell = 1 - abs(number / (_BARS - 1) * 2 - 1) ** 2
        half = tallest * (0.12 + 0.88 * swell * (0.25 + 0.75 * heights[number] / 255))
        made.append(Stroke(((x, level - half), (x, level + half)), 0.0155))
    return made


def _lettering(title: str) -> list[Stroke]:
    """The title's strokes in parts of the edge, in the lower half, in as large letters as fit."""
    folded = unicodedata.normalize("NFKD", title.upper())
    lines, size = _set([word for word in folded.split() if any(map(letter, word))])
    strokes: list[Stroke] = []
    y = 0.73 - (len(lines) * _LINE - (_LINE - 1)) * HEIGHT * size / 2
    for line in lines:
        x = 0.5 - _width(line) * size / 2
        for char in line:
            found = letter(char)
            strokes += [stroke.enlarged(size, x, y) for stroke in found.strokes] if found else []
            x += _advance(char) * size
        y += _LINE * HEIGHT * size
    return strokes


def _set(words: Sequence[str]) -> tuple[list[str], float]:
    """The lines that allow the largest letters, and the size of a unit of the alphabet in parts of the edge."""
    best: tuple[list[str], float] = ([], 0.0)
    for count in range(1, min(_MOST_LINES, len(words)) + 1):
        lines = _broken(words, count)
        wide = (1 - 2 * _MARGIN) / max(1.0, *map(_width, lines))
        high = 0.36 / ((len(lines) * _LINE - (_LINE - 1)) * HEIGHT)
        size = min(wide, high, 0.021)
        if size > best[1] + 1e-9:
            best = lines, size
    return best


def _broken(words: Sequence[str], count: int) -> list[str]:
    """Words in at most so many lines whose longest is as short as can be."""
    limit = max(map(_width, words))
    while True:
        lines = [words[0]]
        for word in words[1:]:
            longer = f"{lines[-1]} {word}"
            if _width(longer) <= limit:
                lines[-1] = longer
            else:
                lines.append(word)
        if len(lines) <= count:
            return lines
        limit += 1.0


def _width(line: str) -> float:
    return sum(map(_advance, line)) - _GAP


def _advance(char: str) -> float:
    """From a letter's left edge to that of the next one; nothing for accents and what the alphabet lacks."""
    found = letter(char)
    return found.width + _GAP if found else SPACE if char == " " else 0.0


def _paint(picture: NDArray[np.float32], stroke: Stroke, colour: NDArray[np.float32]) -> None:
    """Lay a stroke over the picture; its edge is soft by a pixel. Each line counts only near itself."""
    import numpy as np

    width = stroke.width
    reach = width / 2 + 1
    for (x0, y0), (x1, y1) in pairwise(stroke.points):
        left, right = (max(0, int(x)) for x in (min(x0, x1) - reach, max(x0, x1) + reach + 1))
        above, below = (max(0, int(y)) for y in (min(y0, y1) - reach, max(y0, y1) + reach + 1))
        part = picture[above:below, left:right]
        x = np.arange(left, left + part.shape[1], dtype=np.float32)[None, :] + 0.5 - x0
        y = np.arange(above, above + part.shape[0], dtype=np.float32)[:, None] + 0.5 - y0
        dx, dy = x1 - x0, y1 - y0
        along = np.clip((x * dx + y * dy) / max(dx * dx + dy * dy, 1e-9), 0, 1)
        distance = np.hypot(x - along * dx, y - along * dy)
        cover = np.clip(width / 2 + 0.5 - distance, 0, 1)[..., None]
        part += (colour - part) * cover


def _png(pixels: NDArray[np.uint8]) -> bytes:
    """The file: 8-bit RGB, each row as its difference from the one above, which a gradient makes small."""
    import numpy as np

    rows = np.diff(pixels.reshape(len(pixels), -1), axis=0, prepend=np.uint8(0))
    data = np.insert(rows, 0, 2, axis=1).tobytes()
    header = struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(data, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )
