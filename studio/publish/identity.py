"""Which episode a build is: a new one, one that is published already, or one that was published under another id."""

from __future__ import annotations

from collections.abc import Sequence

from studio.episode.release import Release
from studio.feed import rss
from studio.feed.ledger import Ledger
from studio.feed.records import EpisodeRecord, record_of
from studio.kit.errors import StudioError


def guid_of(
    release: Release, ledger: Ledger, listed: Sequence[EpisodeRecord], podcast: str
) -> tuple[str, EpisodeRecord | None]:
    """The lasting identity of a release, and its record in the feed where that has it under another id.

    Args:
        release: the build.
        ledger: of the feed.
        listed: records of the feed's items.
        podcast: the feed's own ``podcast:guid``.

    Raises:
        StudioError: ``guid-changed`` where it asks for another identity than it was published with, ``id-taken`` where
            its id belongs to an episode that has another one by now, ``maybe-renamed`` where it looks like one that is
            published under another id.
    """
    known = ledger.records.get(release.slug)
    shown = {record.id for record in listed}
    if known and release.guid and release.guid != known.guid and release.slug in shown:
        raise StudioError(
            "guid-changed",
            f"{release.slug} was published as {known.guid}, and apps know it by that",
            where=f"guid: {release.guid}",
            hint="Take `guid:` out of the front matter, or give this episode an id of its own.",
        )
    guid = release.guid or (known.guid if known else rss.item_guid(podcast, release.slug))
    owner = next((record for record in listed if record.guid == guid and record.id != release.slug), None)
    if owner and not release.guid:
        raise StudioError(
            "id-taken",
            f"`{release.slug}` was the id of {owner.id or owner.title} before, and apps know that episode by it",
            hint="Give this episode another id, or a `guid:` of its own in its front matter.",
        )
    if known is None and not release.guid:
        _refuse_twin(release, listed)
    return guid, owner


def _refuse_twin(release: Release, listed: Sequence[EpisodeRecord]) -> None:
    """Refuse what would stand in the feed twice because its id was changed."""
    new = record_of(release, "", None)
    twin = next(
        (
            record
            for record in listed
            if record.title == new.title
            and record.number == new.number
            and (new.number is not None or record.duration_s == new.duration_s)
        ),
        None,
    )
    if twin is not None:
        raise StudioError(
            "maybe-renamed",
            f"{release.slug} has the title and number of {twin.id or 'an episode of another tool'}, which is published",
            hint=f"Where it is the same episode under a new id, write `guid: {twin.guid}` into its front matter and "
            "render it; where it is another one, give it another title or number.",
        )
