"""Fixtures of the audio tests."""

from __future__ import annotations

import pytest

from studio.audio import chunks

RATE_HZ = 44_100


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of a few seconds, so that short episodes have many."""
    monkeypatch.setattr(chunks, "_LEAST_SAMPLES", 1 * RATE_HZ)
    monkeypatch.setattr(chunks, "_MOST_SAMPLES", 6 * RATE_HZ)
