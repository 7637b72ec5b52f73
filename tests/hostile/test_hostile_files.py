"""Pipes, devices, links and names of files that mean more than a file to some program."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile
from sample_show import SCRIPT, STUDIO_YAML

from studio.kit.inputs import MOST_BYTES

Refused = Callable[..., str]
ASSETS = Path(__file__).parents[2] / "assets"

#: A file of the show → the setting that names it, and the command that reads it.
PLACES = {
    "scripts/ep01.md": ("", "render"),
    "studio.yaml": ("", "render"),
    "voices/narrator.yaml": ("", "render"),
    "scripts/ep01.takes.yaml": ("", "render"),
    "assets/cover.jpg": ("", "render"),
    "assets/sting.wav": ("sounds: {sting: {file: assets/sting.wav, kind: bumper}}\n", "render"),
    "voices/lexicon.yaml": ("lexicons: [voices/lexicon.yaml]\n", "render"),
    "recordings/me.wav": ("", "render"),
}


def name_it(root: Path, place: str) -> None:
    with (root / "studio.yaml").open("a", encoding="utf-8") as file:
        file.write(PLACES[place][0])
    if "sting" in place:
        script = SCRIPT.replace("## Why", "::bumper{sting}\n\n## Why", 1)
        (root / "scripts" / "ep01.md").write_text(script, encoding="utf-8")
    if "recordings" in place:
        from studio.narration.read import read_episode
        from studio.settings.episodes import find_episode
        from studio.settings.workspace import open_workspace
        from studio.takes.choices import choice_id

        show = open_workspace(root).show
        _, narration = read_episode(show, find_episode(show, "ep01"))
        entry = f"takes:\n  '{choice_id(narration.segments[1])}': {{text: x, recording: {place}}}\n"
        (root / "scripts" / "ep01.takes.yaml").write_text(entry, encoding="utf-8")


@pytest.mark.parametrize("kind", ["pipe", "device", "endless"])
@pytest.mark.parametrize("place", PLACES)
def test_what_is_no_file_is_told_and_not_waited_for(root: Path, refused: Refused, place: str, kind: str) -> None:
    name_it(root, place)
    path = root / place
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "endless":
        with path.open("wb") as file:
            file.truncate(MOST_BYTES * 40)  # a hole: no disk is filled
    else:
        path.symlink_to("/dev/zero")
    said = refused(PLACES[place][1], "ep01")
    assert path.name in said or "there is no studio.yaml" in said or "ep01" in said


@pytest.mark.parametrize("name", ["pipe", "device"])
@pytest.mark.parametrize("command", ["import", "lint", "proof"])
def test_commands_that_read_a_named_file_do_not_wait_for_a_pipe(
    root: Path, refused: Refused, command: str, name: str
) -> None:
    path = root / "scripts" / "given.md"
    os.mkfifo(path) if name == "pipe" else path.symlink_to("/dev/zero")
    refused(command, path)


NAMES = [
    "-i.wav",
    "-y.wav",
    "concat:theme.wav",
    "http:evil.wav",
    "pipe:0.wav",
    "subfile,,start,0,end,99,,:theme.wav",
    "theme%03d.wav",
    "theme|theme.wav",
    "a'b\"c.wav",
    "$(touch PWNED).wav",
    "; touch PWNED;.wav",
    "data:audio.wav",
    "fd:3.wav",
    "тема ♪.wav",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_may_be_called_what_it_likes(root: Path, studio: Callable[..., tuple[int, str]], name: str) -> None:
    """It is that file which is heard, whatever its name means to ffmpeg or to a shell."""
    from studio.audio.assets import Assets

    sound, rate = soundfile.read(ASSETS / "theme.flac")
    soundfile.write(root / "assets" / name, sound[: rate // 2], rate, format="WAV")
    soundfile.write(root / "assets" / "theme.wav", sound[:rate], rate)
    prepared = Assets(root / "cache").prepare(root / "assets" / name, trim=False)
    assert abs(prepared.length_samples / prepared.rate_hz - 0.5) < 0.01
    assert not [*root.rglob("PWNED"), *Path().glob("PWNED")]


@pytest.mark.parametrize("name", [name.replace(".wav", ".jpg") for name in NAMES])
def test_a_picture_may_be_called_what_it_likes(root: Path, name: str) -> None:
    from studio.episode.artwork import scaled_jpeg

    shutil.copy(root / "assets" / "cover.jpg", root / "assets" / name)
    assert scaled_jpeg(root / "assets" / name, 600) == scaled_jpeg(root / "assets" / "cover.jpg", 600)


PLAY_LISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{theme}\n#EXT-X-ENDLIST\n",
    "hls to a server": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n",
    "concat": "ffconcat version 1.0\nfile '{theme}'\n",
    "concat to a server": "ffconcat version 1.0\nfile http://127.0.0.1:9/x\n",
    "metadata": ";FFMETADATA1\ntitle=x\n",
    "sdp": "v=0\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n",
    "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><AdaptationSet>'
    "<Representation><BaseURL>{theme}</BaseURL></Representation></AdaptationSet></Period></MPD>",
    "svg": '<svg xmlns="http://www.w3.org/2000/svg"><image href="{theme}"/></svg>',
    "svg bomb": '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><svg>&b;</svg>',
    "playlist of this machine": "#EXTM3U\nfile:///etc/passwd\n",
}


@pytest.mark.parametrize("text", PLAY_LISTS.values(), ids=PLAY_LISTS)
def test_a_list_of_other_files_is_neither_a_sound_nor_a_picture(root: Path, text: str) -> None:
    from studio.audio.assets import Assets
    from studio.episode.artwork import scaled_jpeg
    from studio.kit.errors import StudioError

    shutil.copy(ASSETS / "theme.flac", root / "assets" / "theme.flac")
    evil = root / "assets" / "evil.wav"
    evil.write_text(text.format(theme=root / "assets" / "theme.flac"))
    with pytest.raises(StudioError, match=r"ffmpeg failed|damaged") as caught:
        Assets(root / "cache").prepare(evil)
    assert str(evil) in str(caught.value)
    with pytest.raises(StudioError, match="the picture cannot be decoded"):
        scaled_jpeg(evil, 600)


SETTINGS = {
    "artwork": STUDIO_YAML.replace("assets/cover.jpg", "{path}"),
    "sound": STUDIO_YAML + "sounds: {{a: {{file: '{path}', kind: bumper}}}}\n",
    "lexicon": STUDIO_YAML + "lexicons: ['{path}']\n",
}
PATHS = [
    "/etc/passwd",
    "../../../../../../etc/passwd",
    "link",
    "~root/.profile",
    "a\\0b",
    "assets//..//..",
    "file:///etc/passwd",
    "http://127.0.0.1:9/x.jpg",
    "x" * 300,
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("setting", SETTINGS)
def test_a_path_that_leads_elsewhere_gives_nothing_of_it_away(
    root: Path, refused: Refused, setting: str, path: str
) -> None:
    (root / "link").symlink_to("/etc/passwd")
    config = SETTINGS[setting].replace("{{", "{").replace("}}", "}").replace("{path}", path)
    (root / "studio.yaml").write_text(config.replace("artwork: a\\0b", 'artwork: "a\\0b"'))
    script = SCRIPT.replace("## Why", "::bumper{a}\n\n## Why", 1) if setting == "sound" else SCRIPT
    (root / "scripts" / "ep01.md").write_text(script, encoding="utf-8")
    said = refused("render", "ep01")
    assert "root:" not in said


def test_a_link_to_itself_is_told(root: Path, refused: Refused) -> None:
    cover = root / "assets" / "cover.jpg"
    cover.unlink()
    cover.symlink_to("cover.jpg")
    assert "cover.jpg" in refused("render", "ep01")


def test_a_loop_of_folders_ends(root: Path, studio: Callable[..., tuple[int, str]]) -> None:
    (root / "scripts" / "again").symlink_to(root / "scripts")
    (root / "voices" / "again").symlink_to(root / "voices")
    assert studio("lint")[0] == 0


@pytest.mark.parametrize("edge_px", [30_000, 2**31 - 1])
def test_a_picture_of_many_pixels_in_few_bytes_is_not_decoded(root: Path, refused: Refused, edge_px: int) -> None:
    import resource
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(bytes(4000)) for _ in range(min(edge_px, 30_000))) + packer.flush()
    head = struct.pack(">IIBBBBB", edge_px, edge_px, 1, 0, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    (root / "assets" / "cover.jpg").write_bytes(png)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert "cover.jpg" in refused("render", "ep01")
    assert max(0, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss - before) < 400_000
