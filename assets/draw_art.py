"""Draw the show's artwork: ``python assets/draw_art.py`` writes the cover and one image per pillar.

Everything is geometry plus Pillow's built-in typeface, so the same Pillow release draws the same pictures anywhere.
Coordinates are in thousandths of the picture's side, y downwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

HERE = Path(__file__).parent
OVERSAMPLE = 2  # drawn this many times larger, then reduced: Pillow's own lines have hard edges

TOP, BOTTOM = (22, 27, 66), (8, 10, 28)
INK = (240, 243, 255)
FAINT = (64, 74, 134)
PILLARS = {
    "implementation": (63, 167, 255),
    "why-not": (255, 140, 66),
    "zoom": (56, 214, 163),
    "formalism": (178, 140, 255),
}

Point = tuple[float, float]
Colour = tuple[int, int, int]


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """Colour between ``a`` (share 0) and ``b`` (share 1)."""
    return tuple(round(x + (y - x) * share) for x, y in zip(a, b, strict=True))  # type: ignore[return-value]


class Canvas:
    """A square picture with the show's background, addressed in thousandths of its side."""

    def __init__(self, side_px: int) -> None:
        self.side_px = side_px
        self.scale = side_px * OVERSAMPLE / 1000
        size = side_px * OVERSAMPLE
        column = Image.new("RGB", (1, size))
        for y in range(size):
            column.putpixel((0, y), mix(TOP, BOTTOM, y / (size - 1)))
        self.image = column.resize((size, size))
        self.draw = ImageDraw.Draw(self.image)

    def _at(self, point: Point) -> Point:
        return point[0] * self.scale, point[1] * self.scale

    def polygon(self, points: Iterable[Point], fill: Colour) -> None:
        self.draw.polygon([self._at(p) for p in points], fill=fill)

    def line(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """A line with round joints and ends."""
        self.draw.line([self._at(p) for p in points], fill=fill, width=round(width * self.scale), joint="curve")
        for point in points:
            self.dot(point, width / 2, fill)

    def dot(self, centre: Point, radius: float, fill: Colour) -> None:
        x, y = self._at(centre)
        r = radius * self.scale
        self.draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)

    def ring(self, centre: Point, radius: float, width: float, fill: Colour) -> None:
        x, y = self._at(centre)
        r = (radius + width / 2) * self.scale
        self.draw.ellipse((x - r, y - r, x + r, y + r), outline=fill, width=max(1, round(width * self.scale)))

    def box(self, corner: Point, width: float, height: float, radius: float, fill: Colour) -> None:
        (x0, y0), (x1, y1) = self._at(corner), self._at((corner[0] + width, corner[1] + height))
        self.draw.rounded_rectangle((x0, y0, x1, y1), radius * self.scale, fill=fill)

    def node(self, centre: Point, radius: float, fill: Colour = INK) -> None:
        """A dot with a dark rim, so that it stands off the lines that meet in it."""
        self.dot(centre, radius * 1.45, BOTTOM)
        self.dot(centre, radius, fill)

    def glow(self, centre: Point, radius: float, colour: Colour, strength: float) -> None:
        """Soft light behind a figure, computed small and enlarged: it has no detail to lose."""
        small = 250
        mask = Image.new("L", (small, small), 0)
        x, y, r = centre[0] / 4, centre[1] / 4, radius / 4
        ImageDraw.Draw(mask).ellipse((x - r, y - r, x + r, y + r), fill=round(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(r * 0.55)).resize(self.image.size, Image.Resampling.BICUBIC)
        self.image.paste(Image.new("RGB", self.image.size, colour), mask=mask)
        self.draw = ImageDraw.Draw(self.image)

    def text(
        self, line: str, centre: Point, size: float, *, fill: Colour, weight: float = 0, tracking: float = 0
    ) -> None:
        """One centred line; ``weight`` thickens the strokes, ``tracking`` is extra space between letters."""
        font = ImageFont.load_default(size * self.scale)
        stroke = weight * self.scale
        widths = [font.getlength(char) + tracking * self.scale for char in line]
        x, y = self._at(centre)
        x -= (sum(widths) - tracking * self.scale) / 2
        for char, width in zip(line, widths, strict=True):
            self.draw.text((x, y), char, font=font, fill=fill, anchor="ls", stroke_width=stroke, stroke_fill=fill)
            x += width

    def finish(self) -> Image.Image:
        return self.image.resize((self.side_px, self.side_px), Image.Resampling.LANCZOS)


def gem(canvas: Canvas, centre: Point, half: float) -> None:
    """The show's sign: a cut diamond that is also a graph, one pillar's colour to each run of facets."""

    def at(x: float, y: float) -> Point:
        return centre[0] + x * half, centre[1] + y * half

    table = [at(-0.52, -0.66), at(0.0, -0.66), at(0.52, -0.66)]
    girdle = [at(-1.0, -0.18), at(-0.36, -0.18), at(0.36, -0.18), at(1.0, -0.18)]
    culet = at(0.0, 0.92)
    blue, orange, green, violet = PILLARS.values()
    facets: list[tuple[tuple[Point, ...], Colour]] = [
        ((girdle[0], table[0], girdle[1]), mix(blue, INK, 0.22)),
        ((table[0], table[1], girdle[1]), mix(blue, INK, 0.02)),
        ((table[1], girdle[2], girdle[1]), mix(violet, INK, 0.45)),
        ((table[1], table[2], girdle[2]), mix(orange, INK, 0.02)),
        ((table[2], girdle[3], girdle[2]), mix(orange, INK, 0.25)),
        ((girdle[0], girdle[1], culet), mix(green, BOTTOM, 0.06)),
        ((girdle[1], girdle[2], culet), mix(violet, BOTTOM, 0.04)),
        ((girdle[2], girdle[3], culet), mix(orange, BOTTOM, 0.22)),
    ]
    for points, colour in facets:
        canvas.polygon(points, colour)
    for points, _ in facets:
        canvas.line([*points, points[0]], half * 0.028, BOTTOM)
    for point in (*table, *girdle, culet):
        canvas.node(point, half * 0.062)


def cover() -> Image.Image:
    """3000 px square: the sign on a hash ring, the title under it."""
    canvas = Canvas(3000)
    centre = (500.0, 382.0)
    canvas.glow(centre, 300, (74, 88, 200), 0.55)
    radius = 320
    canvas.ring(centre, radius, 5, FAINT)
    colours = list(PILLARS.values())
    owners = "bgobvgobvbgovgbovgbvogbv"  # like virtual nodes, neighbours on the ring differ
    for k, owner in enumerate(owners):
        angle = 2 * math.pi * (k + 0.5) / len(owners)
        point = (centre[0] + radius * math.sin(angle), centre[1] - radius * math.cos(angle))
        canvas.dot(point, 15, mix(TOP, BOTTOM, 0.4))
        canvas.dot(point, 9.5, colours["bogv".index(owner)])
    gem(canvas, (500, 374), 258)
    canvas.text("THE COMPENDIUM OF", (500, 798), 41, fill=mix(INK, FAINT, 0.25), weight=0.9, tracking=11)
    canvas.text("DISTRIBUTED", (500, 879), 82, fill=INK, weight=3.2, tracking=9)
    canvas.text("SYSTEMS", (500, 957), 82, fill=INK, weight=3.2, tracking=9)
    return canvas.finish()


def implementation(canvas: Canvas, colour: Colour) -> None:
    """Slabs: rows of equal chunks, each row half the size of the one above it, some in use."""
    used = ("1101", "10111001", "1110110100110111")
    y = 190.0
    for row, pattern in enumerate(used):
        pitch, height = 640 / len(pattern), (170, 150, 130)[row]
        for k, char in enumerate(pattern):
            fill = mix(colour, INK, 0.12 * (k % 2)) if char == "1" else FAINT
            canvas.box((180 + k * pitch + pitch * 0.06, y), pitch * 0.88, height, 14 / (row + 1) + 4, fill)
        y += height + 36


def why_not(canvas: Canvas, colour: Colour) -> None:
    """A fork: three ways lead on, two are crossed out, one is taken."""
    start, fork = (500.0, 720.0), (500.0, 545.0)
    for end in ((240.0, 255.0), (760.0, 255.0)):
        canvas.line([fork, end], 26, FAINT)
        for dx in (-1, 1):
            canvas.line([(end[0] - 38 * dx, end[1] - 38), (end[0] + 38 * dx, end[1] + 38)], 24, mix(INK, FAINT, 0.45))
    canvas.line([start, fork, (500.0, 255.0)], 34, colour)
    canvas.line([(430.0, 320.0), (500.0, 235.0), (570.0, 320.0)], 34, colour)
    canvas.node(start, 34)
    canvas.node(fork, 34)


def zoom(canvas: Canvas, colour: Colour) -> None:
    """A graph, and through the lens the smaller graph inside one of its nodes."""
    nodes = [(250.0, 260.0), (470.0, 195.0), (735.0, 265.0), (235.0, 520.0), (330.0, 720.0)]
    lens, radius = (580.0, 510.0), 195.0
    for point in nodes:
        canvas.line([point, lens], 14, FAINT)
    canvas.line([nodes[0], nodes[1], nodes[2]], 14, FAINT)
    canvas.line([nodes[0], nodes[3], nodes[4]], 14, FAINT)
    for point in nodes:
        canvas.node(point, 26, mix(INK, FAINT, 0.35))
    canvas.line([(lens[0] + 138, lens[1] + 138), (lens[0] + 235, lens[1] + 235)], 50, INK)
    canvas.dot(lens, radius, mix(colour, BOTTOM, 0.72))
    canvas.ring(lens, radius, 30, INK)
    inner = [(500.0, 440.0), (665.0, 425.0), (690.0, 560.0), (570.0, 620.0), (480.0, 555.0)]
    canvas.line([*inner, inner[0], inner[2]], 12, colour)
    for point in inner:
        canvas.node(point, 24, mix(colour, INK, 0.25))


def formalism(canvas: Canvas, colour: Colour) -> None:
    """A join-semilattice: every two elements have one least upper bound, and all paths meet at the top."""
    rows = [[(500.0, 185.0)], [(270.0, 365.0), (500.0, 365.0), (730.0, 365.0)]]
    rows += [[(270.0, 560.0), (500.0, 560.0), (730.0, 560.0)], [(500.0, 735.0)]]
    order = [(0, 0, 1, 0), (0, 0, 1, 1), (0, 0, 1, 2), (1, 0, 2, 0), (1, 0, 2, 1), (1, 1, 2, 0), (1, 1, 2, 2)]
    order += [(1, 2, 2, 1), (1, 2, 2, 2), (2, 0, 3, 0), (2, 1, 3, 0), (2, 2, 3, 0)]
    for above, i, below, j in order:
        canvas.line([rows[above][i], rows[below][j]], 12, mix(colour, BOTTOM, 0.5))
    for number, row in enumerate(rows):
        for point in row:
            canvas.node(point, 38, INK if number == 0 else mix(colour, INK, 0.3 - 0.1 * number))


FIGURES = {
    "implementation": (implementation, "UNDER THE HOOD"),
    "why-not": (why_not, "WHY NOT?"),
    "zoom": (zoom, "ZOOM IN, ZOOM OUT"),
    "formalism": (formalism, "FORMALISM"),
}


def chapter_image(pillar: str) -> Image.Image:
    """600 px square for players that show a picture per chapter."""
    figure, caption = FIGURES[pillar]
    colour = PILLARS[pillar]
    canvas = Canvas(600)
    canvas.glow((500, 470), 310, colour, 0.28)
    figure(canvas, colour)
    canvas.text(caption, (500, 905), 62, fill=INK, weight=2.4, tracking=7)
    return canvas.finish()


def main() -> None:
    cover().save(HERE / "cover.jpg", quality=86, optimize=True, subsampling=0)
    for pillar in PILLARS:
        chapter_image(pillar).save(HERE / f"pillar-{pillar}.jpg", quality=84, optimize=True, subsampling=0)


if __name__ == "__main__":
    main()
