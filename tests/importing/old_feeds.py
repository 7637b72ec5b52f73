# ruff: noqa: E501 - feeds have long lines
"""Feeds in the shapes of four hosts, written for these tests."""

from __future__ import annotations

_ITUNES = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
_COMMON = f'{_ITUNES} xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"'

PODLOVE = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" {_COMMON} xmlns:psc="http://podlove.org/simple-chapters"
     xmlns:fh="http://purl.org/syndication/history/1.0" xmlns:podcast="https://podcastindex.org/namespace/1.0">
<channel>
  <title>Tide Tables</title><link>https://tide.example/</link>
  <description>About the sea, and what it does.</description><language>en-US</language>
  <atom:link rel="self" type="application/rss+xml" href="https://tide.example/feed/mp3/"/>
  <itunes:author>Ines Mar</itunes:author><itunes:type>serial</itunes:type>
  <itunes:owner><itunes:name>Ines Mar</itunes:name><itunes:email>ines@tide.example</itunes:email></itunes:owner>
  <itunes:category text="Science"><itunes:category text="Earth Sciences"/></itunes:category>
  <itunes:explicit>false</itunes:explicit><copyright>CC BY 4.0 Ines Mar</copyright>
  <podcast:guid>6fb0b2e4-8c5c-5d0e-9d4c-7a2f5f1a9b11</podcast:guid>
  <podcast:funding url="https://tide.example/give">Give</podcast:funding>
  <item>
    <title>TT002 Ebb</title><link>https://tide.example/tt002/</link>
    <guid isPermaLink="false">podlove-2024-05-02t10:00:00+00:00-9c1e7b</guid>
    <pubDate>Thu, 02 May 2024 10:00:00 +0000</pubDate>
    <description>The second one.</description>
    <enclosure url="https://tide.example/podlove/file/12/s/feed/c/mp3/tt002.mp3?token=a%20b&amp;x=1" length="31415926" type="audio/mpeg"/>
    <itunes:duration>01:02:03</itunes:duration><itunes:episode>2</itunes:episode>
    <itunes:episodeType>full</itunes:episodeType>
    <content:encoded><![CDATA[<p>Notes with <a href="https://tide.example/">links</a> &amp; more.</p>]]></content:encoded>
    <psc:chapters version="1.2"><psc:chapter start="00:00:00.000" title="Start"/></psc:chapters>
    <podcast:transcript url="https://tide.example/tt002.vtt" type="text/vtt"/>
  </item>
  <item>
    <title>TT001 Flood</title>
    <guid isPermaLink="false">podlove-2024-04-18t10:00:00+00:00-1a2b3c</guid>
    <pubDate>Thu, 18 Apr 2024 10:00:00 +0000</pubDate><description>The first one.</description>
    <enclosure url="https://tide.example/podlove/file/11/tt001.mp3" length="27182818" type="audio/mpeg"/>
    <itunes:duration>00:47:11</itunes:duration>
  </item>
</channel></rss>"""

LIBSYN = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" {_COMMON}>
<channel>
  <atom:link href="https://harbour.libsyn.example/rss" rel="self" type="application/rss+xml"/>
  <title>Harbour Talk</title><link>https://harbour.example</link><language><![CDATA[en]]></language>
  <description><![CDATA[<p>Boats &amp; people.</p><p>Every Friday.</p>]]></description>
  <managingEditor>crew@harbour.example (crew@harbour.example)</managingEditor>
  <itunes:author>Harbour Crew</itunes:author><itunes:explicit>yes</itunes:explicit>
  <itunes:category text="Leisure"/><itunes:keywords>boats,people</itunes:keywords>
  <item>
    <title>Knots &amp; Lines</title>
    <guid isPermaLink="false"><![CDATA[8d1f5f3f5b7c4c0a9f8f1d2e3a4b5c6d]]></guid>
    <pubDate>Fri, 06 Oct 2023 06:30:00 -0400</pubDate>
    <link><![CDATA[https://harbour.libsyn.example/knots]]></link>
    <description><![CDATA[<p>All about knots.</p>]]></description>
    <enclosure length="0" type="audio/mpeg" url="https://traffic.libsyn.example/secure/harbour/knots.mp3?dest-id=42"/>
    <itunes:duration>1834</itunes:duration>
  </item>
</channel></rss>"""

ANCHOR = f"""<?xml version="1.0" encoding="UTF-8"?><rss {_COMMON} version="2.0"><channel>
  <title><![CDATA[Night Bus]]></title><description><![CDATA[Stories from the last bus.]]></description>
  <link>https://bus.example</link><language>en</language><itunes:author>A. Driver</itunes:author>
  <atom:link href="https://anchor.example/s/1234/podcast/rss" rel="self" type="application/rss+xml"/>
  <itunes:owner><itunes:name>A. Driver</itunes:name><itunes:email>bus@example.org</itunes:email></itunes:owner>
  <item>
    <title><![CDATA[Stop one]]></title><guid isPermaLink="false">b8f5a1c2-0d3e-4f56-a789-0123456789ab</guid>
    <pubDate>Mon, 01 Jan 2024 00:00:00 GMT</pubDate><description><![CDATA[<p>First.</p>]]></description>
    <enclosure url="https://anchor.example/s/1234/podcast/play/5678/https%3A%2F%2Fcdn.example%2Fa.m4a" length="7" type="audio/x-m4a"/>
    <itunes:season>1</itunes:season><itunes:episode>1</itunes:episode>
  </item></channel></rss>"""

BUZZSPROUT = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" {_COMMON} xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel>
  <title>Bread</title><link>https://bread.example</link><description>Loaves.</description><language>en-us</language>
  <atom:link href="https://feeds.buzz.example/99.rss" rel="self" type="application/rss+xml"/>
  <podcast:locked>yes</podcast:locked><itunes:author>Baker</itunes:author>
  <item>
    <title>Rye</title><guid isPermaLink="true">https://www.buzz.example/99/episodes/1001</guid>
    <pubDate>Tue, 05 Mar 2024 07:00:00 -0500</pubDate><description>Rye bread.</description>
    <enclosure url="https://www.buzz.example/99/episodes/rye/rye.mp3" length="123456" type="audio/mpeg"/>
    <link>https://www.buzz.example/99/episodes/1001</link><podcast:person role="guest">Sam Miller</podcast:person>
  </item>
  <item>
    <title>Wheat</title><guid>  Buzzsprout-1000 with blanks  </guid>
    <pubDate>Tue, 27 Feb 2024 07:00:00 -0500</pubDate><description>Wheat bread.</description>
    <enclosure url="https://www.buzz.example/99/episodes/1000-wheat.mp3" length="654321" type="audio/mpeg"/>
  </item>
</channel></rss>"""

ALL = {"podlove": PODLOVE, "libsyn": LIBSYN, "anchor": ANCHOR, "buzzsprout": BUZZSPROUT}
