"""Whatever a file holds, reading it ends in a value or in a message of ours; the same examples at every run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fuzz_targets import SEEDS, Target, targets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

_PIECES = [b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"9" * 400, b"1e999999", b"10^10000000", b"[" * 300, b"{a: " * 300,
           b"&a *a", b"<<: *a", b"<!ENTITY a 'b'>", b"]]>", b"\r", b"\t", b": ", b"---\n", b"```\n", b"::", b"{", b"}",
           b"-1", b"null", b"true", b"../../x", b"\xe2\x80\xae", b"\x1b[2J", b"%s", b"$", b"`", b"|"]  # fmt: skip


@pytest.fixture(scope="module")
def readers() -> Iterator[dict[str, Target]]:
    with targets() as found:
        yield found


@st.composite
def mangled(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A right file with a few places replaced, cut, doubled or filled."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 40)))
        piece = draw(st.sampled_from(_PIECES) | st.binary(max_size=6) | st.just(data[start:end] * 2))
        data = data[:start] + piece + data[end:]
    return data


@pytest.mark.parametrize("name", SEEDS)
def test_no_file_ends_in_a_traceback(readers: dict[str, Target], name: str) -> None:
    @settings(max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(mangled(SEEDS[name]))
    def read(data: bytes) -> None:
        readers[name](data)

    for seed in SEEDS[name]:
        readers[name](seed)
    read()
