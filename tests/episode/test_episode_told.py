"""Names, passages and languages as listeners meet them."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import eyed3
import pytest
import sample_episode as sample
from golden_cases import case_show
from mutagen.id3 import ID3

from studio.episode import arrange
from studio.episode.artwork import make_artwork
from studio.episode.disclosure import disclosed
from studio.episode.people import people_of, shown_name
from studio.episode.soundbites import Soundbite, soundbites
from studio.episode.tags import id3_tag
from studio.episode.wording import _TABLE, LANGUAGES, long_date, words
from studio.model.publishing import Disclosure, EpisodeType, FeedDetails, Licence, Person, Publisher
from studio.model.script import Episode
from studio.model.show import Show, Voice
from studio.model.source import Source
from studio.narration.narrate import narrate
from studio.narration.read import parse_source, read_lexicons

HOSTS = (Person("Ana Lima", "host", link="https://ana.example/"), Person("Eve Edit", "editor"))


def _show(**changes: object) -> Show:
    return replace(case_show(), **{"people": HOSTS, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("HOST", "Ana Lima"),
        ("Host", "Host"),
        ("GUEST", "Ben Ray"),
        ("GUEST 2", "Guest 2"),
        ("NARRATOR", "Narrator"),
        ("SPEAKER 2", "Speaker 2"),
        ("CO-HOST", "Co-host"),
        ("Ada", "Ada"),
        ("NASA", "NASA"),
        ("ada", "Countess Lovelace"),
    ],
)
def test_no_listener_reads_a_label(label: str, shown: str) -> None:
    episode = Episode("e", "E", guests=("Ben Ray",))
    show = _show(display={} if label != "ada" else {"ADA": "Countess Lovelace"})
    assert shown_name(label, episode, show) == shown


def test_where_two_could_be_meant_nobody_is_named() -> None:
    two = (*HOSTS, Person("Cy Dee", "host"))
    assert shown_name("HOST", Episode("e", "E"), _show(people=two)) == "Host"
    assert shown_name("HOST 2", Episode("e", "E"), _show(people=two)) == "Cy Dee"
    own = Episode("e", "E", display={"host": "The Host of Hosts"})
    assert shown_name("HOST", own, _show(people=two)) == "The Host of Hosts"


def test_an_episode_with_a_host_of_its_own_has_no_other() -> None:
    own = Episode("e", "E", people=(Person("Jo Stand-In", "host"),), guests=("Ben Ray",))
    assert [person.name for person in people_of(own, _show())] == ["Jo Stand-In", "Ben Ray", "Eve Edit"]
    assert [person.name for person in people_of(Episode("e", "E"), _show())] == ["Ana Lima", "Eve Edit"]


def _bites(text: str) -> tuple[Soundbite, ...]:
    show = case_show()
    script = parse_source(show, Source("x.md", text))
    assert not script.diagnostics
    narration = narrate(script, show, read_lexicons(show, script))
    told = sample.takes(narration)
    return soundbites(script, narration, told, arrange(narration, told, show))


def test_a_soundbite_lasts_as_long_as_its_words() -> None:
    # The sample's takes have 60 ms a character; the first word is heard after 209 ms.
    (bite,) = _bites('Some words before. Now [the very best of it]{.soundbite title="Best"} and more behind it.\n')
    assert (bite.start_ms, bite.duration_ms, bite.title) == (209 + 23 * 60, 20 * 60, "Best")


def test_a_soundbite_may_be_a_paragraph_or_span_sentences() -> None:
    whole = "This sentence is long enough to stand alone. And so is this one, which follows it. {.soundbite}\n"
    (bite,) = _bites(f"Before it comes this very long sentence.\n\n{whole}\nAnd something after that.\n")
    assert bite.start_ms > 2_000
    assert bite.duration_ms > 83 * 60
    assert bite.doubt == f"line 3: this soundbite lasts {bite.duration_ms / 1000:.0f} s; apps ask for 15 to 120 s"


@pytest.mark.parametrize(
    "text",
    [
        "[*one* two `three`]{.soundbite} four five six seven eight nine ten.\n",
        "[one two three]{.soundbite} [four](https://e.org/a-b-c) five [six]{.detail} seven eight nine ten.\n",
        "[one two three]{.soundbite} four five six seven, eight nine ten.\n",
    ],
)
def test_markup_moves_no_soundbite(text: str) -> None:
    (bite,) = _bites(text)
    assert (bite.start_ms, bite.duration_ms) == (209, 14 * 60)


def test_what_nobody_says_is_no_soundbite() -> None:
    assert _bites("Hello to all of you.\n\n::: notes\n[x]{.soundbite}\n:::\n") == ()


def test_the_tag_holds_what_id3_has_frames_for(tmp_path: Path) -> None:
    feed = FeedDetails(
        publisher=Publisher(name="The House"), license=Licence(name="CC-BY-4.0"), seasons={"1": "Beginnings"}
    )
    show = sample.show(tmp_path, feed=feed, people=HOSTS)
    own = Licence(name="mine", url="https://e.org/licence")
    script = sample.script(explicit=True, license=own, episode_type=EpisodeType.BONUS)
    line = sample.timeline(tmp_path)
    tag = id3_tag(script.episode, show, sample.sample_chapters(tmp_path), line, make_artwork(show), told="yes: Made.")
    (tmp_path / "x.mp3").write_bytes(tag + sample.tone(44_100))
    read = ID3(tmp_path / "x.mp3")
    texts = {frame.desc: frame.text[0] for frame in read.getall("TXXX")}
    assert texts == {
        "ai-content": "yes: Made.",
        "ITUNESADVISORY": "1",
        "SEASON NAME": "Beginnings",
        "EPISODE TYPE": "bonus",
        "LICENSE": "mine",
    }
    assert read["TPUB"].text == ["The House"]
    assert read["WCOP"].url == "https://e.org/licence"
    assert read["TIPL"].people == [["host", "Ana Lima"], ["guest", "Grace Guest"], ["editor", "Eve Edit"]]
    by_other = eyed3.load(tmp_path / "x.mp3").tag
    assert {frame.description: frame.text for frame in by_other.user_text_frames}["ai-content"] == "yes: Made."
    assert by_other.publisher == "The House"


def test_people_are_told_apart_from_machines(tmp_path: Path) -> None:
    show, episode = sample.show(tmp_path), Episode("e", "E")
    made, cloned = Voice("a", "x"), Voice("b", "x", consent="Ana, by letter", settings={"reference": "ana.wav"})
    assert disclosed(episode, show, [made, made]).answer == "yes: The voices in this episode are synthetic."
    assert disclosed(episode, show, [made, None]).answer == "yes: Some of the voices in this episode are synthetic."
    assert disclosed(episode, show, [None, None]).answer == "no"
    assert disclosed(episode, show, [cloned]).imitated == {"b": "Ana, by letter"}
    assert "one take is a recording" in disclosed(episode, show, [made, None]).doubt
    owned = Episode("e", "E", disclosure=Disclosure(recordings="Ana Lima, herself"))
    assert disclosed(owned, show, [made, None]).doubt == ""
    told = Episode("e", "E", disclosure=Disclosure(text="A machine wrote it."))
    assert disclosed(told, show, [None]).answer == "yes: A machine wrote it."
    quiet = replace(show, disclosure=Disclosure(tell=False, reason="a play"))
    assert disclosed(episode, quiet, [made]).answer == "unstated: a play"


def test_every_wording_is_there_in_every_language() -> None:
    moment = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)
    assert [long_date(moment, language) for language in ("en-GB", "de", "fr-CA", "es", "ja")] == [
        "2 March 2026",
        "2. März 2026",
        "2 mars 2026",
        "2 de marzo de 2026",
        "2 March 2026",
    ]
    for key, row in _TABLE.items():
        assert len(row) == len(LANGUAGES)
        assert all(row), key
        assert len({text.count("{}") for text in row}) == 1, key
    assert words("de-AT")["synthetic"] == "Die Stimmen in dieser Folge sind synthetisch."
