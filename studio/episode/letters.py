"""An alphabet of strokes: capitals, digits and punctuation, each as a few lines to be drawn with a round pen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

Point = tuple[float, float]

#: Of a capital, in the units of the table; baseline at HEIGHT, y downwards.
HEIGHT = 6.0
#: Width of the pen.
PEN = 0.68
#: Between words.
SPACE = 3.0
_ROUNDINGS = 3

#: Lines of x,y points; ``~`` in front rounds every corner of the line.
_LETTERS = """
A 0,6 2.1,0 4.2,6 | .75,4 3.45,4
B 0,0 0,6 | ~ 0,0 3.4,0 3.4,2.8 0,2.8 | ~ 0,2.8 3.9,2.8 3.9,6 0,6
C ~ 4,1.1 3.3,0 0,-.2 0,6.2 3.3,6 4,4.9
D 0,0 0,6 | ~ 0,0 4.2,0 4.2,6 0,6
E 3.4,0 0,0 0,6 3.4,6 | 0,2.9 2.8,2.9
F 3.3,0 0,0 0,6 | 0,2.9 2.7,2.9
G ~ 4,1.1 3.3,0 0,-.2 0,6.2 4.2,6.4 4.2,3.4 | 4.2,3.4 2.4,3.4
H 0,0 0,6 | 4,0 4,6 | 0,2.9 4,2.9
I 0,0 0,6
J ~ 2.6,0 2.6,6.1 0,6.3 0,4.6
K 0,0 0,6 | 3.7,0 0,3.6 | 1.3,2.5 3.9,6
L 0,0 0,6 3.2,6
M 0,6 0,0 2.4,4 4.8,0 4.8,6
N 0,6 0,0 4,6 4,0
O ~ 2.2,0 0,0 0,6 4.4,6 4.4,0 2.2,0
P 0,6 0,0 | ~ 0,0 3.9,0 3.9,3.3 0,3.3
Q ~ 2.2,0 0,0 0,6 4.4,6 4.4,0 2.2,0 | 2.7,4.3 4.4,6.3
R 0,6 0,0 | ~ 0,0 3.9,0 3.9,3.2 0,3.2 | 2,3.1 4,6
S ~ 3.6,.9 2.9,-.1 0,-.2 0,2.6 1.9,2.9 3.8,3.2 3.8,6.2 .7,6.1 0,5
T 0,0 4.2,0 | 2.1,0 2.1,6
U ~ 0,0 0,6.3 4,6.3 4,0
V 0,0 2.1,6 4.2,0
W 0,0 1.5,6 3,1 4.5,6 6,0
X 0,0 4,6 | 4,0 0,6
Y 0,0 2.1,3.1 4.2,0 | 2.1,3.1 2.1,6
Z 0,0 3.9,0 0,6 3.9,6
0 ~ 2,0 0,0 0,6 4,6 4,0 2,0
1 0,1.3 1.4,0 1.4,6
2 ~ 0,1.4 .2,-.1 3.6,-.3 3.6,2.4 0,6 | 0,6 3.7,6
3 ~ 0,.6 .9,0 3.4,-.1 3.4,2.8 1.4,2.8 | ~ 1.4,2.8 3.8,2.8 3.8,6.1 .9,6.1 0,5.1
4 3,6 3,0 0,4.3 4,4.3
5 3.4,0 .4,0 .2,2.6 | ~ .2,2.6 3.8,1.8 3.8,6.2 .9,6.1 0,5.2
6 ~ 3.4,.5 2.6,0 0,-.1 0,6 3.8,6.1 3.8,2.4 .6,2.4 0,4
7 0,0 3.7,0 1.3,6
8 ~ 1.9,0 .1,0 .1,2.8 3.7,2.8 3.7,0 1.9,0 | ~ 1.9,2.8 -.1,2.8 -.1,6 3.9,6 3.9,2.8 1.9,2.8
9 ~ .4,5.5 1.2,6 3.8,6.1 3.8,0 0,-.1 0,3.6 3.2,3.6 3.8,2
. 0,6 .01,6
, .5,5.9 0,7.1
: 0,2.4 .01,2.4 | 0,6 .01,6
; .5,2.4 .51,2.4 | .5,5.9 0,7.1
! 0,0 0,4.2 | 0,6 .01,6
? ~ 0,1.2 .4,0 3.4,-.2 3.4,2.4 1.7,2.6 1.7,4.3 | 1.7,6 1.71,6
' 0,0 0,1.5
" 0,0 0,1.5 | 1.3,0 1.3,1.5
- 0,3.3 2.2,3.3
+ 0,3.4 3.2,3.4 | 1.6,1.8 1.6,5
= 0,2.5 3,2.5 | 0,4.3 3,4.3
/ 0,6.4 2.4,-.4
( ~ 1.4,-.6 0,1 0,5 1.4,6.6
) ~ 0,-.6 1.4,1 1.4,5 0,6.6
# 1.3,0 .7,6 | 3.3,0 2.7,6 | 0,2 4,2 | 0,4 4,4
& ~ 4.2,6 1.2,2.7 .2,-.2 3.4,-.2 2.9,2.4 0,3.2 0,6.2 2.9,6.2 4,3.6
"""
_SAME = str.maketrans("–—−‐‑’‘“”", "-----''\"\"")


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, drawn with a round pen of a ``width``."""

    points: tuple[Point, ...]
    width: float = PEN

    def enlarged(self, scale: float, x: float = 0.0, y: float = 0.0) -> Stroke:
        """The same larger by ``scale``, pen and all, and then moved."""
        return Stroke(tuple((px * scale + x, py * scale + y) for px, py in self.points), self.width * scale)


@dataclass(frozen=True, slots=True)
class Letter:
    """The strokes of one character, from x = 0 to ``width``."""

    strokes: tuple[Stroke, ...]
    width: float


@cache
def letter(char: str) -> Letter | None:
    """How a capital, digit or mark is drawn; None where the alphabet lacks it."""
    return _alphabet().get(char.translate(_SAME))


@cache
def _alphabet() -> dict[str, Letter]:
    made = {}
    for line in _LETTERS.strip().splitlines():
        char, _, drawn = line.partition(" ")
        strokes = tuple(_stroke(part) for part in drawn.split("|"))
        made[char] = Letter(strokes, max(x for stroke in strokes for x, _ in stroke.points))
    return made


def _stroke(text: str) -> Stroke:
    points = [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", text)]
    for _ in range(_ROUNDINGS if text.lstrip().startswith("~") else 0):
        points = _rounded(points)
    return Stroke(tuple(points))


def _rounded(points: list[Point]) -> list[Point]:
    """Chaikin's corner cutting: each line keeps its middle half, both ends stay; a closed line has no ends."""
    cut: list[Point] = []
    for (x0, y0), (x1, y1) in pairwise(points):
        cut += [(0.75 * x0 + 0.25 * x1, 0.75 * y0 + 0.25 * y1), (0.25 * x0 + 0.75 * x1, 0.25 * y0 + 0.75 * y1)]
    return [*cut, cut[0]] if points[0] == points[-1] else [points[0], *cut, points[-1]]
