"""What a picture file says of itself in its first bytes; nothing is decoded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """Format by content (``jpeg``, ``png``, ``webp``, ``gif`` or ``unknown``), edges in pixels, and colour."""

    format: str
    width_px: int = 0
    height_px: int = 0
    has_alpha: bool = False
    is_rgb: bool = True

    @property
    def media_type(self) -> str:
        """``image/jpeg``, ``image/png`` …, by content."""
        return f"image/{self.format}"


EXTENSIONS = {"jpeg": (".jpg", ".jpeg"), "png": (".png",), "webp": (".webp",), "gif": (".gif",)}


def read_picture(data: bytes) -> Picture:
    """Read the header of a picture; a file that is cut short or not a picture is ``unknown``."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 26:
        # PNG 1.2, 11.2.2 IHDR: width, height, depth, then colour type 0 grey, 2 RGB, 3 palette, 4 and 6 with alpha.
        colour = data[25]
        width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
        return Picture("png", width, height, colour in (4, 6) or b"tRNS" in data[:4096], colour in (2, 3, 6))
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Picture("webp")
    if data[:4] == b"GIF8":
        return Picture("gif")
    return Picture("unknown")


def _jpeg(data: bytes) -> Picture:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        # Start of frame: C0 to CF but for the tables C4, C8 and CC (ITU-T T.81, table B.1).
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = int.from_bytes(data[at + 5 : at + 7], "big"), int.from_bytes(data[at + 7 : at + 9], "big")
            return Picture("jpeg", width, height, is_rgb=data[at + 9] == 3)
        at += 2 + length
    return Picture("unknown")
