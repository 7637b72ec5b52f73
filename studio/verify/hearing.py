"""Whether the takes of a build were heard, and passed; where nobody listened nothing is promised."""

from __future__ import annotations

from studio.episode.release import Release
from studio.verify.report import Report


def check_hearing(report: Report, release: Release, *, where: str) -> None:
    """The promise of ``studio render --listen``.

    Args:
        report: gets the promise.
        release: the build; its manifest may hold what was heard.
        where: the manifest.
    """
    heard = release.heard
    if heard is None:
        return
    report.expect(
        not heard.failed,
        "takes-heard",
        f"{heard.recogniser} heard what was to be said in all {heard.takes} takes (word error {heard.word_error:.1%})",
        where=where,
        found=", ".join(heard.failed),
    )
