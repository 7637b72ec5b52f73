"""Files that are no scripts, or strange ones: a clear word, and nothing written, or the right result."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from golden_cases import CASES
from importing_helpers import import_file, import_text, outline

from studio.kit.errors import ConfigurationError, StudioError

SCRIPT = "ALEX: Café “hours” are over.\n\nSAM: Too bad.\n"
HEARD = ["ALEX: Café “hours” are over.", "SAM: Too bad."]


def heard(done: object) -> list[str]:
    return [line for line in outline(done).splitlines() if line.startswith(("ALEX", "SAM"))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "data",
    [
        SCRIPT.encode(),
        SCRIPT.encode("utf-8-sig"),
        SCRIPT.encode("utf-16"),
        b"\xfe\xff" + SCRIPT.encode("utf-16-be"),
        SCRIPT.encode("utf-32"),
        SCRIPT.replace("\n", "\r\n").encode(),
        SCRIPT.replace("\n", "\r").encode(),
        SCRIPT.replace("\n\n", "\u2029").encode(),
        ("\n\n\n  " + SCRIPT).encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-be", "utf-32", "crlf", "cr", "paragraph separators", "indented"],
)
def test_a_text_is_read_in_the_encoding_that_it_has(data: bytes, tmp_path: Path) -> None:
    done = import_text(data, tmp_path)
    assert heard(done) == HEARD
    assert done.doubts == ()


def test_windows_1252_is_read_and_told(tmp_path: Path) -> None:
    done = import_text(SCRIPT.encode("cp1252"), tmp_path)
    assert heard(done) == HEARD
    assert "Windows-1252" in done.doubts[0][1]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-source"),
        (b" \n\t\n", "empty-source"),
        (b"\xef\xbb\xbf\n", "empty-source"),
        (b"\x7fELF\x02\x01\0\0\0", "not-text"),
        (b"%PDF-1.7\n\x00\x01", "not-text"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not-text"),
        (b"PK\x03\x04\0\0\0", "not-text"),
        (b"\xff\xfeA", "not-text"),
        (b"caf\x81", "not-text"),
        (b"A: " + b"x" * 10_000_000, "too-large"),
        (b"A: " + b"x" * 2_000_000, "too-long-line"),
        (b"Just a paragraph of text, which could be anything at all.", "unknown-script"),
        (b"WEBVTT\n\nNOTE nothing but a note\n", "nothing-spoken"),
    ],
)
def test_what_is_no_script_is_refused_in_a_sentence(data: bytes, code: str, tmp_path: Path) -> None:
    with pytest.raises(StudioError) as raised:
        import_text(data, tmp_path)
    assert raised.value.code == code
    assert not (tmp_path / "script.md").exists()


def test_a_file_is_replaced_only_when_told(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "script.md").write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="there is a file already"):
        import_file(source, tmp_path)
    assert (tmp_path / "script.md").read_text(encoding="utf-8") == "mine"
    assert heard(import_file(source, tmp_path, force=True)) == HEARD


def test_a_source_is_never_replaced(tmp_path: Path) -> None:
    source = tmp_path / "script.md"
    source.write_text(SCRIPT, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="replace what it is made from"):
        import_file(source, tmp_path, force=True)
    assert source.read_text(encoding="utf-8") == SCRIPT


@pytest.mark.parametrize("name", ["nowhere.txt", "."])
def test_a_source_that_is_not_there_is_told(name: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as raised:
        import_file(tmp_path / name, tmp_path)
    assert raised.value.code == "missing-source"


def test_a_form_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no form `fountian`") as raised:
        import_text(SCRIPT, tmp_path, form="fountian")
    assert "`fountain`" in (raised.value.hint or "")


def test_names_that_a_script_cannot_have_are_changed_and_told(tmp_path: Path) -> None:
    text = "[2nd *Host* | calm]\nHello you.\n\n[Ada (CEO), x | warm]\nHello.\n\n[🎙 | cold]\nHi.\n"
    done = import_text(text, tmp_path)
    assert list(done.speakers) == ["Speaker 2nd Host", "Ada CEO x", "Speaker"]
    assert len([doubt for _, doubt in done.doubts if "is called" in doubt]) == 3
    assert "Ada CEO x: Hello." in outline(done)


def test_more_speakers_than_voices_share_and_it_is_told(tmp_path: Path) -> None:
    text = "".join(f"SPEAKER {letter}: I am {letter}.\n\n" for letter in "ABCDEF")
    done = import_text(text, tmp_path)
    assert len(done.speakers) == 6
    assert any("share a voice" in doubt for _, doubt in done.doubts)


def test_a_comment_of_the_source_commands_nothing(tmp_path: Path) -> None:
    text = "JO\nHello.\n\n[[studio: disable-file=all]]\n\n[[ --> JO: nobody says this <!-- ]]\n\nJO\nBye.\n"
    done = import_text(text, tmp_path, name="x.fountain")
    spoken = [line for line in outline(done).splitlines() if line.startswith("JO:")]
    assert spoken == ["JO: Hello.", "JO: Bye."]
    assert "<!-- studio:" not in done.script.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("fountain", "JO\nHi.\n\n" + "[[ a\n" * 20_000),
        ("ssmd", "@voice: jo\n\nHi " + "+a " * 20_000),
        ("vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHi " + "<v " * 20_000),
        ("podcastfy", "<Person1>Hi " + "<break " * 20_000),
        ("brackets", "[JO] Hi " + "[pause " * 20_000),
    ],
)
def test_marks_that_are_never_closed_are_words(form: str, text: str, tmp_path: Path) -> None:
    assert "Hi" in outline(import_text(text, tmp_path, form=form))


# --------------------------------------------------------------------------------------------- Word documents


def archive(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in files.items():
            out.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return made.getvalue()


def damaged() -> bytes:
    data = bytearray((CASES / "importing" / "docx.docx").read_bytes())
    data[200:260] = b"\0" * 60
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "locked-document"),
        ((CASES / "importing" / "docx.docx").read_bytes()[:900], "damaged-document"),
        (damaged(), "damaged-document"),
        (archive(word__document_xml=b"<w:document"), "damaged-document"),
        (archive(word__styles_xml=b"<a/>"), "damaged-document"),
        (archive(word__document_xml=b"0" * 300_000_000), "too-large"),
    ],
    ids=["password", "cut short", "overwritten", "no XML", "no document", "bomb"],
)
def test_a_word_document_that_cannot_be_read_is_told(data: bytes, code: str, tmp_path: Path) -> None:
    pytest.importorskip("mammoth")
    with pytest.raises(StudioError) as raised:
        import_text(data, tmp_path, name="x.docx")
    assert raised.value.code == code
