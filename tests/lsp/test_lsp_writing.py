"""What an editor writes for the author: completions and renames."""

from __future__ import annotations

import pytest
from language_client import AnswerError, Client, edited, place, stretch
from sample_desk import SCRIPT


def offered(client: Client, uri: str, typed: str, after: str = "We measured etcd for a week.\n") -> dict[str, str]:
    """What is offered behind something typed on a line of its own: label → the text after choosing it."""
    at = SCRIPT.index(after) + len(after)
    text = f"{SCRIPT[:at]}\n{typed}\n{SCRIPT[at:]}"
    client.write(uri, text)
    line = text[: at + 1].count("\n")
    where = {"line": line, "character": len(typed)}
    items = client.about("completion", uri, position=where)
    return {one["label"]: edited(text, [one["textEdit"]]).split("\n")[line] for one in items}


def test_speakers_at_the_start_of_a_line(client: Client, script: str) -> None:
    assert offered(client, script, "")["HOST:"] == "HOST: "
    assert offered(client, script, "AN") == {"ANA:": "ANA: "}
    assert "ANA:" not in offered(client, script, "So said AN")


def test_cues_and_their_sounds(client: Client, script: str) -> None:
    assert set(offered(client, script, "::")) == {"music", "sting", "bumper", "pause"}
    assert offered(client, script, "::st")["sting"] == "::sting"
    assert offered(client, script, "::sting{h") == {"hit": "::sting{hit"}
    assert offered(client, script, '::music{bed="') == {"theme": '::music{bed="theme'}
    assert "stop" in offered(client, script, "::music{")
    assert set(offered(client, script, "::music{stop ")) == {"fade=", "gain="}


def test_attribute_classes_and_readings(client: Client, script: str) -> None:
    assert set(offered(client, script, "A [thing]{.")) == {"detail", "zoom", "why-not"}
    assert offered(client, script, "A [thing]{.de")["detail"] == "A [thing]{.detail"
    assert "year" in offered(client, script, "In [1999]{as=")


def test_terms_of_the_lexicons(client: Client, script: str) -> None:
    assert offered(client, script, "We run Ka") == {"Kafka": "We run Kafka"}
    assert offered(client, script, "We run etc") == {"etcd": "We run etcd"}


def test_rules_to_disable(client: Client, script: str) -> None:
    assert offered(client, script, "<!-- studio: disable=tab")["table"] == "<!-- studio: disable=table"


def test_front_matter_keys_voices_and_targets(client: Client, script: str) -> None:
    text = SCRIPT.replace("title: Queues", "sum\ntitle: Queues").replace("  ANA: guest", "  ANA: guest\n  BOB: na")
    text = text.replace("lexicon:", "targets:\n  de\nlexicon:")
    client.write(script, text)

    def labels(what: str) -> list[str]:
        items = client.about("completion", script, position=place(text, what, at_end=True))
        return [one["label"] for one in items]

    assert labels("sum") == ["summary:"]
    assert labels("BOB: na") == ["narrator"]
    assert labels("  de") == ["detail:"]


def renamed(client: Client, uri: str, text: str, what: str, new: str) -> str:
    client.write(uri, text)
    answer = client.about("rename", uri, position=place(text, what), newName=new)
    (change,) = answer["documentChanges"]
    return edited(text, change["edits"])


def test_a_speaker_is_renamed_everywhere(client: Client, script: str) -> None:
    found = client.about("prepareRename", script, position=place(SCRIPT, "ANA: Every"))
    assert found == {"range": stretch(SCRIPT, "ANA", nth=3), "placeholder": "ANA"}
    assert client.about("prepareRename", script, position=place(SCRIPT, "measured")) is None
    after = renamed(client, script, SCRIPT, "ANA: Every", "BERTA")
    assert after == SCRIPT.replace("ANA", "BERTA")
    assert renamed(client, script, SCRIPT, "ANA: guest", "Zoë") == SCRIPT.replace("ANA", "Zoë")


@pytest.mark.parametrize("label", ["{}:", "**{}:**", "**{} (curious):**", "[{}]:"])
def test_a_speaker_is_renamed_in_every_form_of_label(client: Client, script: str, label: str) -> None:
    text = SCRIPT.replace("ANA: Every", f"{label.format('ANA')} Every").replace(
        "ANA: Wel", f"{label.format('Ana')} Wel"
    )
    after = renamed(client, script, text, "ANA: guest", "BERTA")
    assert after == text.replace("ANA", "BERTA").replace("Ana", "BERTA")


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "front",
    ["", "---\ntitle: Q\n---\n\n", "---\nspeakers:\n  ANA: guest\n---\n\n", "---\nspeakers: {ANA: guest}\n---\n"],
)
def test_the_new_name_keeps_the_voice_that_the_show_gave_the_old_one(
    client: Client, script: str, front: str, ending: str
) -> None:
    text = (front + "# Q\n\nGUEST: Why is that so?\n\nHOST: Because it is.\n").replace("\n", ending)
    after = renamed(client, script, text, "GUEST", "CARL")
    assert "GUEST" not in after and "CARL: guest" in after and f"CARL: Why is that so?{ending}" in after
    client.write(script, after)
    spoken = client.about("hover", script, position=place(after, "Why is"))["contents"]["value"]
    assert "CARL, voice `guest`" in spoken


@pytest.mark.parametrize("new", ["HOST", "GUEST", "", "12", "a: b", "x\ny"])
def test_a_name_that_would_change_what_is_heard_is_refused_in_words(client: Client, script: str, new: str) -> None:
    with pytest.raises(AnswerError) as refused:
        client.about("rename", script, position=place(SCRIPT, "ANA: Every"), newName=new)
    assert "name" in str(refused.value) and refused.value.data is None
