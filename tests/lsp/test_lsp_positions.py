"""Offsets and positions are two names of one place."""

from __future__ import annotations

import pytest

pytest.importorskip("lsprotocol")

from lsprotocol.types import Position, PositionEncodingKind, Range

from studio.lsp.positions import UTF_16, UTF_32, Positions
from studio.model.source import Span

UTF_8 = PositionEncodingKind.Utf8
TEXT = "a\u0301b\U0001f600c\r\n\u2028d\re\n\nf\U0001d54f"


@pytest.mark.parametrize("encoding", [UTF_8, UTF_16, UTF_32])
def test_every_offset_leads_there_and_back(encoding: str) -> None:
    positions = Positions(TEXT, encoding)
    inside_line_end = TEXT.index("\r\n") + 1
    for offset in range(len(TEXT) + 1):
        expected = offset - 1 if offset == inside_line_end else offset
        assert positions.offset(positions.position(offset)) == expected


@pytest.mark.parametrize(("encoding", "units"), [(UTF_8, 8), (UTF_16, 5), (UTF_32, 4)])
def test_columns_count_in_the_units_agreed_upon(encoding: str, units: int) -> None:
    assert Positions(TEXT, encoding).position(4) == Position(0, units)
    assert Positions(TEXT, encoding).units(Span(0, 4)) == units


def test_lines_end_where_the_protocol_says_and_nowhere_else() -> None:
    assert Positions("a\u2028b\x0bc\x85d\x0ce").position(8) == Position(0, 8)
    assert [Positions("a\rb\r\nc\nd").position(at).line for at in (0, 2, 5, 7)] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("position", "offset"),
    [
        (Position(0, 4), 3),  # in the middle of a pair
        (Position(0, 99), 5),
        (Position(99, 0), len(TEXT)),
        (Position(3, 7), TEXT.index("\n\nf") + 1),
    ],
)
def test_positions_that_are_not_there_are_the_nearest_that_is(position: Position, offset: int) -> None:
    assert Positions(TEXT).offset(position) == offset


def test_a_range_the_wrong_way_round_is_empty() -> None:
    assert Positions("abc").span(Range(Position(0, 2), Position(0, 1))) == Span(2, 2)
