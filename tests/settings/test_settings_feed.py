"""What listeners and directories are to be told: every slip is named with its place, and all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_show import STUDIO_YAML

from studio.kit.errors import ConfigurationError
from studio.model.publishing import Disclosure, Licence, ShowType, SpokenAt
from studio.model.show import Show
from studio.settings.complaints import WrongError
from studio.settings.episodes import all_episodes, clashes, find_episode
from studio.settings.feedxml import checked_xml
from studio.settings.show import load_show


def _load(folder: Path, *, feed: str = "", more: str = "", voice: str = "") -> Show:
    (folder / "assets").mkdir(exist_ok=True)
    (folder / "assets/cover.jpg").write_bytes(b"")
    text = STUDIO_YAML.replace("  categories: [Technology]\n", f"  categories: [Technology]\n{feed}")
    (folder / "studio.yaml").write_text(text + more, encoding="utf-8")
    if voice:
        (folder / "voices").mkdir(exist_ok=True)
        (folder / "voices/narrator.yaml").write_text(voice, encoding="utf-8")
    return load_show(folder)


def test_everything_can_be_said(tmp_path: Path) -> None:
    show = _load(
        tmp_path,
        feed="""\
  type: serial
  seasons: {1: Beginnings}
  license: CC-BY-4.0
  update_frequency: biweekly
  complete: true
  block: [spotify, apple]
  images: {banner: assets/cover.jpg}
  publisher: {name: House, guid: 003af0a0-6a45-55cf-b765-68e3d349551a}
  txt: {applepodcastsverify: "05124"}
  items: 50
  extra: <podcast:podroll/>
""",
        more="people: {Ana Lima: host, Ben Ray: {role: guest, link: 'https://b.example/'}}\ndisplay: {host: Ana}\n"
        "disclosure: {spoken: end, text: Machines speak.}\n",
    )
    assert show.feed.type is ShowType.SERIAL
    assert show.feed.license == Licence(name="CC-BY-4.0")
    assert show.feed.update_frequency.rule == "FREQ=WEEKLY;INTERVAL=2"
    assert [(person.name, person.role) for person in show.people] == [("Ana Lima", "host"), ("Ben Ray", "guest")]
    assert show.display == {"HOST": "Ana"}
    assert show.disclosure == Disclosure(spoken=SpokenAt.END, text="Machines speak.")


@pytest.mark.parametrize(
    ("feed", "message"),
    [
        ("type: weekly", "10:9: `feed.type` cannot be 'weekly'"),
        ("seasons: {one: x}", "10:18: `feed.seasons` names one, which is no number of a season"),
        ("license: mine", "10:12: `feed.license`: `mine` is no public licence that is known here"),
        ("license: {url: 'https://e.org'}", "10:12: `feed.license`: a licence needs a `name`"),
        ("update_frequency: often", "10:21: `OFTEN` is no part of a recurrence rule"),
        ("update_frequency: FREQ=WEEKLY;BYDAY=XX", "`BYDAY=XX` is no part of a recurrence rule"),
        ("update_frequency: FREQ=WEEKLY;COUNT=3", "a rule with `COUNT` needs `starts`"),
        ("update_frequency: BYDAY=MO", "`BYDAY=MO` needs FREQ"),
        ("block: [Spotify]", "10:11: `feed.block` has to be slugs of directories such as apple, or all"),
        ('block: "yes"', "`feed.block` has to be slugs of directories"),
        ("images: {banner: none.png}", "names none.png, which does not exist"),
        ("publisher: {guid: house}", "`feed.publisher.guid` has to be a UUID"),
        ("txt: {ai-content: 'no'}", "10:21: `ai-content` is written from `disclosure`"),
        ("hubs: hub.example", "10:9: `feed.hubs` has to be an http(s) address"),
        (
            "podping: {token: 'Blahblah^^12345678'}",
            "has to be the name of an environment variable such as PODPING_TOKEN",
        ),
        ("podping: {token: T, url: 'http://ping.example/'}", "`url` has to begin with https, since a token goes there"),
        ("directories: {apple: MyShow}", "10:24: `feed.directories.apple` has to be the show's number at Apple"),
        ("directories: {apple: 'https://apple.example/id1510899104'}", "has to be the show's number at Apple"),
        ("directories: {spotify: 4rOoJ6Egrf8K2IrywzwOM}", "has to be the show's id at Spotify"),
        (
            "directories: {spotify: 'https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk'}",
            "the show's id at Spotify",
        ),
        ("directories: {overcast: 'https://overcast.example/+x'}", "begins with https://overcast.fm/"),
        ("directories: {pocketcasts: 'https://pca.st'}", "begins with https://pca.st/"),
        ("directories: {others: {Fountain: fountain.fm}}", "has to be an http(s) address"),
        ("directories: {podchaser: 7}", "`feed.directories.podchaser`"),
        ("items: -1", "`feed.items` is -1; it has to be between 0 and 100,000"),
        ("extra: <a:b/>", "unbound prefix (line 1, column 1 of it)"),
    ],
)
def test_a_slip_in_the_feed_is_named(feed: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        _load(tmp_path, feed=f"  {feed}\n")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("disclosure: no\n", "18:13: `disclosure`: `tell: false` needs a `reason`"),
        ("disclosure: {tell: no, reason: ' '}\n", "needs a `reason`"),
        ("disclosure: {tell: no, reason: x, spoken: end}\n", "contradict each other"),
        ("disclosure: {spoken: middle}\n", "`disclosure.spoken` cannot be 'middle'"),
        ("people: {'': host}\n", "somebody has no name"),
        ("people: {Ana: {group: band}}\n", "`people.Ana.group` cannot be 'band'"),
        ("people: {Ana: {picture: none.jpg}}\n", "names none.jpg, which does not exist"),
        (f"people: {{{'A' * 129}: host}}\n", "has more than 128 characters"),
        ("display: {HOST: Ana, host: Ben}\n", "18:28: `display.host` stands here twice"),
    ],
)
def test_a_slip_about_people_and_voices_is_named(more: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        _load(tmp_path, more=more)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "apple",
    [
        "1510899104", "id1510899104", "https://podcasts.apple.com/us/podcast/a-show/id1510899104?itsct=x",
        "https://podcasts.apple.com/podcast/id1510899104", "https://itunes.apple.com/de/podcast/id1510899104#here",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "spotify",
    [
        "4rOoJ6Egrf8K2IrywzwOMk", "spotify:show:4rOoJ6Egrf8K2IrywzwOMk",
        "https://open.spotify.com/show/4rOoJ6Egrf8K2IrywzwOMk?si=1", "https://open.spotify.com/intl-de/show/4rOoJ6Egrf8K2IrywzwOMk",
    ],
)  # fmt: skip
def test_a_directory_is_named_as_its_page_is_copied(apple: str, spotify: str, tmp_path: Path) -> None:
    known = _load(tmp_path, feed=f"  directories: {{apple: '{apple}', spotify: '{spotify}'}}\n").feed.directories
    assert (known.apple, known.spotify) == ("1510899104", "4rOoJ6Egrf8K2IrywzwOMk")


def test_hubs_and_podping_are_read(tmp_path: Path) -> None:
    feed = _load(tmp_path, feed="  hubs: https://hub.example/\n  podping: PODPING_TOKEN\n").feed
    assert (feed.hubs, feed.podping.token) == (("https://hub.example/",), "PODPING_TOKEN")
    assert feed.podping.url == "https://podping.cloud/"


def test_all_slips_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        _load(tmp_path, feed="  license: mine\n  items: many\n  extra: <title>x</title>\n", more="disclosure: no\n")
    said = str(caught.value)
    for what in ("`mine` is no public licence", "`feed.items`", "<title> is studio's own", "needs a `reason`"):
        assert what in said


CLONE = "engine: coqui\nsettings: {model: m.pth, reference: me.wav}\n"


@pytest.mark.parametrize("voice", [CLONE, "engine: x\nfinal:\n  engine: coqui\n  settings: {reference: me.wav}\n"])
def test_a_voice_that_imitates_somebody_needs_consent(voice: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="imitates a person") as caught:
        _load(tmp_path, voice=voice)
    assert str(caught.value.where).startswith("voices/narrator.yaml:")
    assert _load(tmp_path, voice=f"{voice}consent: Ana Lima, by letter\n").voices["narrator"].imitates


@pytest.mark.parametrize(
    ("xml", "complaint"),
    [
        ("<podcast:value>", "no well-formed XML"),
        ("</extra><extra>", "no well-formed XML"),
        ("words", "'words' stands in no element"),
        ("<!-- words -->", "there is no element in it"),
        ("<foo/>", "<foo> is no element of RSS, and has no namespace"),
        ("<!DOCTYPE rss><ttl/>", "a feed holds no DOCTYPE"),
        ("<ttl>&nbsp;</ttl>", "undefined entity"),
        ("<itunes:author>Me</itunes:author>", "<itunes:author> is studio's own"),
        ('<x:author xmlns:x="http://www.itunes.com/DTDs/Podcast-1.0.dtd"/>', "<itunes:author> is studio's own"),
        (
            '<x:guid xmlns:x="https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"/>',
            "<podcast:guid> is studio's own",
        ),
        ("<item><title>x</title></item>", "<item> is studio's own"),
        ('<atom:link rel="self" href="https://e.org/"/>', "<atom:link rel='self'> is studio's own"),
        ("<title>x</title><podcast:txt>y</podcast:txt>", "<title> is studio's own; <podcast:txt> is studio's own"),
    ],
)
def test_an_authors_own_xml_overrides_nothing(xml: str, complaint: str) -> None:
    with pytest.raises(WrongError) as caught:
        checked_xml(xml, "channel")
    assert complaint in caught.value.message


def test_an_authors_own_xml_may_be_anything_else() -> None:
    for xml in ("<ttl>60</ttl>", '<podcast:value type="x"/>', '<a:b xmlns:a="urn:a">c</a:b>', '<atom:link rel="hub"/>'):
        assert checked_xml(xml, "channel") == xml
    assert checked_xml("<author>a@b.example</author>", "item")


def test_a_bonus_may_have_the_number_of_its_episode(tmp_path: Path) -> None:
    show = _load(tmp_path)
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/a.md").write_text("---\nnumber: 3\n---\nHello.\n", encoding="utf-8")
    (tmp_path / "scripts/b.md").write_text("---\nnumber: 3\nepisode_type: bonus\n---\nHello.\n", encoding="utf-8")
    assert clashes(all_episodes(show)) == ()
    assert find_episode(show, "3").id == "a"
