"""`studio publish`, `unpublish` and `verify` as they are typed."""

from __future__ import annotations

import datetime
import json

import pytest
import sample_episode as sample
from sample_site import Site

from studio.cli import main


@pytest.fixture(autouse=True)
def _sample_show(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studio.settings.workspace.find_root", lambda _: site.root)
    monkeypatch.setattr("studio.settings.workspace.load_show", lambda _: site.show)


def _says(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        code = main(arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_publish_says_what_changed(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert _says(capsys, "publish", "ep01") == (0, f"nothing to change in {site.public}\n", "")
    code, out, _ = _says(capsys, "unpublish", "ep01")
    assert code == 0
    assert f"changed    {site.feed}" in out
    assert f"removed    {site.public}/episodes/ep01/ep01.mp3" in out
    code, out, _ = _says(capsys, "publish", "ep01", "--dry-run")
    assert "+      <title>A Sample of Everything</title>" in out
    code, out, _ = _says(capsys, "publish", "--rollback", "--format", "json")
    assert {"change": "changed", "path": "feed.xml"} in json.loads(out)["changes"]


def test_a_correction_says_what_it_did(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = _says(capsys, "publish", "ep01", "--correction", "The year was wrong.")
    assert code == 1
    assert "the sound of ep01 is the one that is published already" in err
    at = datetime.datetime(2026, 3, 1, 6, tzinfo=datetime.UTC)
    sample.build(site.root, "ep01", frequency_hz=880, published=at)
    code, _, err = _says(capsys, "publish", "ep01", "--dry-run")
    assert code == 0
    assert "whoever has it keeps that" in err
    for wrong in (["ep01", "ep02"], ["ep0*"], [], ["--all"]):
        code, _, err = _says(capsys, "publish", *wrong, "--correction", "The year was wrong.")
        assert code == 2
        assert "--correction takes one episode" in err
    code, _, err = _says(capsys, "publish", "ep01", "--correction", " ")
    assert code == 2
    assert "says nothing" in err
    for other in (["--rollback"], ["--schedule", "2999-01-01"]):
        code, _, err = _says(capsys, "publish", "ep01", "--correction", "Wrong.", *other)
        assert code == 2
        assert other[0] in err
    code, out, err = _says(capsys, "publish", "ep01", "--correction", "The year was wrong.")
    assert (code, err) == (0, "")
    assert "corrected  ep01: 0 changes of what is said, see ep01.corrections.json" in out


def test_schedule_takes_a_date(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _says(capsys, "publish", "ep01", "--schedule", "2999-01-01")
    assert (code, out) == (0, "scheduled  ep01 for 2999-01-01 00:00 UTC\n")
    code, _, err = _says(capsys, "publish", "ep01", "--schedule", "soon")
    assert code == 2
    assert "`soon` is not a date" in err
    code, _, err = _says(capsys, "publish", "--schedule", "2999-01-01")
    assert code == 2


def test_verify_reports_and_fails_where_something_is_broken(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _says(capsys, "verify", "--fast")
    assert code == 0
    assert [line.split(":")[0] for line in out.splitlines()] == ["ep01", "ep02", str(site.public)]
    assert all(line.endswith("promises hold") for line in out.splitlines())
    site.feed.write_bytes(site.feed.read_bytes().replace(b'text="Technology"', b'text="Tech"'))
    code, out, _ = _says(capsys, "verify", str(site.public), "--fast")
    assert code == 1
    assert "BROKEN  feed.xml: categories are Apple's; found Tech" in out
    assert "Apple Podcasts would refuse this" in out
    code, out, _ = _says(capsys, "verify", str(site.public), "--fast", "--format", "json")
    broken = [finding for finding in json.loads(out)[str(site.public)] if not finding["holds"]]
    assert [finding["code"] for finding in broken] == ["category"]


def test_a_refused_publish_lists_what_is_wrong(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    mp3 = site.build("ep01") / "ep01.mp3"
    mp3.write_bytes(mp3.read_bytes()[:-100])
    code, _, err = _says(capsys, "publish", "ep01")
    assert code == 1
    assert "ep01.mp3: the MP3 is whole frames from tag to end" in err
    assert "Traceback" not in err


def test_an_unknown_episode_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = _says(capsys, "publish", "ep99")
    assert code == 2
    assert "there is no episode `ep99`" in err
    code, _, err = _says(capsys, "unpublish", "ep99")
    assert code == 1
    assert "Published: ep02, ep01." in err


def test_a_feed_folder_without_its_feed_is_told_of(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.feed.unlink()
    for arguments in ([], [str(site.public)]):
        code, _, err = _says(capsys, "verify", "--fast", *arguments)
        assert code == 2
        assert f"{site.public}: there is no feed.xml in this folder, into which was published" in err
        assert "studio publish" in err
