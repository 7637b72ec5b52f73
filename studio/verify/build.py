"""Checks on a build folder: every promise of a render, read back."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from studio.episode.manifest import file_record
from studio.episode.release import Release, read_release
from studio.feed.directories import is_category
from studio.kit.errors import StudioError
from studio.model.show import Show
from studio.verify.audio import TOLERANCE_MS, check_loudness, check_mp3, check_sound, same_chapters
from studio.verify.details import check_build_details
from studio.verify.disclosure import check_disclosure
from studio.verify.files import check_chapters_json, check_cover, check_vtt
from studio.verify.hearing import check_hearing
from studio.verify.report import APPLE, BOTH, Report


def verify_build(folder: Path, show: Show, *, measure: bool = True) -> Report:
    """Read a build back and hold it against every promise of a render.

    Args:
        folder: ``build/<id>/``.
        show: for the loudness that was asked for.
        measure: decode and measure the sound as well, which takes most of the time.
    """
    report = Report()
    try:
        release = read_release(folder)
    except StudioError as error:
        report.expect(False, error.code, "the build can be read", where=error.where or folder, found=error.message)
        return report
    report.expect(True, "build-readable", "the build can be read", where=folder.name)
    check_release(report, release, show, measure=measure)
    return report


def check_release(report: Report, release: Release, show: Show, *, measure: bool) -> None:
    """The checks of :func:`verify_build` on a build that could be read.

    Where the sound is not measured, the loudness that was noted when it was made is held against the show.
    """
    folder = release.folder
    for name, record in sorted(release.files.items()):
        where = f"{folder.name}/{name}"
        try:
            found, reason = file_record(folder / name), "other content"
        except OSError as error:
            found, reason = None, str(error.strerror)
        report.expect(found == record, "file-unchanged", "the file is as it was built", where=where, found=reason)
    where = f"{folder.name}/{release.mp3.name}"
    if not report.expect(release.mp3.is_file(), "mp3-present", "the MP3 is there", where=where):
        return
    tag, duration_ms = check_mp3(report, release.mp3, where=where)
    report.expect(
        abs(duration_ms - release.duration_ms) <= TOLERANCE_MS,
        "duration",
        "the MP3 is as long as the manifest says",
        where=where,
        found=f"{duration_ms} ms of {release.duration_ms} ms",
    )
    if tag is not None:
        listed = [(chapter.start_ms, chapter.title) for chapter in tag.chapters]
        json_where = f"{folder.name}/chapters.json"
        told = check_chapters_json(report, folder / "chapters.json", where=json_where)
        same_chapters(report, "json", listed, told, where=json_where)
        own = [(chapter.start_ms, chapter.title) for chapter in release.chapters]
        same_chapters(report, "manifest", listed, own, where=f"{folder.name}/manifest.json")
        _check_pillars(report, release, show, [chapter.subtitle for chapter in tag.chapters], where)
    check_disclosure(report, release, tag)
    check_build_details(report, release, show, duration_ms)
    check_vtt(report, folder / "transcript.vtt", duration_ms, where=f"{folder.name}/transcript.vtt")
    check_hearing(report, release, where=f"{folder.name}/manifest.json")
    if measure:
        check_sound(report, release.mp3, show.loudness, where=where)
    else:
        check_loudness(report, release.loudness_lufs, show.loudness, where=f"{folder.name}/manifest.json")


def check_show(report: Report, show: Show) -> None:
    """Check what directories ask of the show itself: its cover, categories and addresses."""
    where = "studio.yaml"
    if show.artwork is None:
        report.expect(False, "cover-present", "the show has a cover", where=where, refused_by=BOTH)
    else:
        check_cover(report, show.artwork, where=show.artwork.name)
    for category in show.categories:
        report.expect(
            is_category(category),
            "category",
            "the category is on the directories' list, letter for letter",
            where=where,
            found=category,
            refused_by=(APPLE,),
        )
    report.expect(bool(show.categories), "category", "the show has a category", where=where, refused_by=(APPLE,))
    report.expect(
        bool(show.description.strip()), "description", "the show has a description", where=where, refused_by=BOTH
    )
    report.expect(
        _is_feed_address(show.feed_url),
        "feed-url",
        "the feed's address is a plain web address of a file, such as https://show.example/feed.xml",
        where=where,
        found=show.feed_url,
        refused_by=BOTH,
    )
    report.expect(
        bool(show.email), "owner-email", "the show names an owner's e-mail address", where=where, refused_by=BOTH
    )


def _check_pillars(report: Report, release: Release, show: Show, subtitles: list[str], where: str) -> None:
    names = {pillar.id: pillar.name for pillar in show.pillars}
    expected = [names.get(chapter.pillar or "", "") for chapter in release.chapters]
    report.expect(
        subtitles == expected,
        "chapters-pillars",
        "each chapter in the tag names its pillar",
        where=where,
        found=subtitles,
    )


def _is_feed_address(address: str) -> bool:
    """Whether files can have addresses beside this one."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:  # a bracket without its pair
        return False
    is_plain = address.isascii() and " " not in address and "#" not in address
    return is_plain and parts.scheme in ("http", "https") and bool(host and parts.path)
