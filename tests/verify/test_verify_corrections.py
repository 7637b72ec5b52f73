"""Each way in which a correction can fail to be told is found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from correcting import audio_of, change, correct
from sample_site import Site

from studio.verify.feed import verify_feed


@pytest.fixture(autouse=True)
def _without_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studio.verify.build.check_sound", lambda *_, **__: None)


def test_verify_finds_each_planted_omission(site: Site, tmp_path: Path) -> None:
    change(site, "ep01")
    correct(site)
    folder = "episodes/ep01"
    cases: list[tuple[str, str, object]] = [
        (f"{folder}/{audio_of(site).name}", "address-hash", lambda data: data + b"\0"),
        (f"{folder}/index.html", "page-corrections", lambda data: data.replace(b"2 June 2026", b"")),
        (f"{folder}/index.html", "corrections-linked", lambda data: data.replace(b"ep01.corrections.json", b"x")),
        (
            f"{folder}/ep01.vtt",
            "transcript-corrections",
            lambda data: data.replace(b"NOTE\n", b"NOTE\n\nNOTE ", 1)[:6] + data[6:].replace(b"bound", b""),
        ),
        (
            f"{folder}/ep01.transcript.json",
            "transcript-corrections",
            lambda data: data.replace(b'"corrections"', b'"x"'),
        ),
        (f"{folder}/ep01.corrections.json", "corrections-file", lambda data: data[:-20]),
        (
            f"{folder}/ep01.corrections.json",
            "corrections-file",
            lambda data: data.replace(b'"passage": 1', b'"passage": 0'),
        ),
        (
            f"{folder}/ep01.corrections.json",
            "corrections-file",
            lambda data: data.replace(b'"audio": "', b'"audio": "../'),
        ),
        (f"{folder}/ep01.corrections.json", "corrections-listed", lambda data: data.replace(b"bound", b"found")),
        ("feed.xml", "corrections-kept", lambda data: data.replace(b'purpose="correction"', b'purpose="other"')),
        ("feed.xml", "description-corrections", lambda data: data.replace(b"Correction, 2 June 2026", b"")),
        ("feed.xml", "notes-corrections", lambda data: data.replace(b"Correction, 2 June 2026", b"")),
        ("feed.xml", "corrected-address", lambda data: data.replace(audio_of(site).name.encode(), b"ep01.mp3")),
    ]
    for path, code, spoil in cases:
        spoilt = tmp_path / "spoilt"
        shutil.rmtree(spoilt, ignore_errors=True)
        shutil.copytree(site.public, spoilt)
        data = (spoilt / path).read_bytes()
        changed = spoil(data)
        assert changed != data, (path, code)
        (spoilt / path).write_bytes(changed)
        found = [promise.code for promise in verify_feed(spoilt, site.show, measure=False).broken]
        assert code in found, (path, code, found)
