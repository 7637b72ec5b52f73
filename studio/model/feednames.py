"""Which elements of a feed are studio's own: an author may add others, and none of these."""

from __future__ import annotations

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "psc": "http://podlove.org/simple-chapters",
    "fh": "http://purl.org/syndication/history/1.0",
}

#: Addresses that stand for one of these namespaces as well, in lower case.
SAME_NAMESPACE = {
    "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
    **{address.lower(): prefix for prefix, address in NAMESPACES.items()},
}

#: Elements that studio writes, or would where a setting asks for it, by where they stand.
OWN = {
    "channel": frozenset(
        """
        title link description language copyright generator lastBuildDate image item itunes:new-feed-url itunes:author
        itunes:type itunes:explicit itunes:image itunes:owner itunes:category itunes:complete itunes:block
        podcast:guid podcast:locked podcast:medium podcast:funding podcast:person podcast:license podcast:image
        podcast:updateFrequency podcast:publisher podcast:block podcast:txt podcast:trailer fh:archive fh:complete
        """.split()
    ),
    "item": frozenset(
        """
        title link description guid pubDate enclosure itunes:title itunes:duration itunes:explicit itunes:episodeType
        itunes:image itunes:season itunes:episode itunes:block podcast:season podcast:episode podcast:chapters
        podcast:transcript podcast:person podcast:license podcast:soundbite podcast:txt podcast:image
        podcast:alternateEnclosure content:encoded psc:chapters
        """.split()
    ),
}

#: What plain RSS 2.0 has besides.
PLAIN = {
    "channel": frozenset("managingEditor webMaster pubDate category docs cloud ttl rating skipHours skipDays".split()),
    "item": frozenset("author category comments source".split()),
}

#: What ``atom:link`` may not say of a channel, since studio says it.
OWN_LINKS = frozenset(("self", "current", "prev-archive", "next-archive"))
