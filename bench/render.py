"""From script to MP3: ratios to what others need for the same episode, all measured in one run.

    python bench/render.py [--minutes 60] [--segments 400] [--hours 10] [--runs 3] [--naive 60 240] [--jobs 2]
                           [--tables neural espeak] [--write]

There is a table for the neural voice that speaks by default, and one for eSpeak. The yardstick is ffmpeg's single-pass
``libmp3lame`` encode of the same PCM at the same bit rate; commands and yardstick take turns, and ratios are medians
over the runs. ``--naive`` adds, for episodes of so many minutes, the pipeline that the packages suggest (pydub ``+=``,
two-pass ``loudnorm``, pydub export, mutagen); 240 minutes take it a third of an hour. Output is a Markdown table, which
``--write`` puts into docs/performance.md, too.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import re
import shutil
import statistics
import sys
import tempfile
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from processes import Run, run

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
KBPS, MUSIC_KBPS = 96, 128
#: Words a second of the voices that tables are made for.
PACE = {"narrator": 2.65, "espeak-narrator": 2.2}
WORDS = (
    "the service replica leader quorum latency request queue shard index compaction token bucket writes reads every "
    "region because network drops packet client retries until deadline passes while balancer sheds traffic from "
    "overloaded nodes to protect database behind cache that slowly warms after restart and nobody notices"
).split()


# --------------------------------------------------------------------------------------------- the episode


def sentence(number: int, words: int) -> str:
    """A sentence that no other number gives."""
    chance = random.Random(number)
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."


def words_in(minutes: float, segments: int, voice: str) -> int:
    """How many words each segment has."""
    return round(minutes * 60 / segments * PACE[voice])


def write_show(folder: Path, minutes: float, segments: int, voice: str, music: bool) -> Path:
    """The project's own show with one generated episode; with ``music``, in stereo, a bed under a quarter of each part.

    Gives the script.
    """
    for name in ("studio.yaml", "voices", "assets"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    words = words_in(minutes, segments, voice)
    config = folder / "studio.yaml"
    text = re.sub("(?m)^narrator: .*$", f"narrator: {voice}", config.read_text(encoding="utf-8"))
    if music:
        text = re.sub("(?m)^encoding: .*$", f"encoding: {{channels: 2, bitrate_kbps: {MUSIC_KBPS}}}", text)
    config.write_text(text, encoding="utf-8")
    lines = ["---", "id: bench", "title: Benchmark", "---", ""]
    part_length = segments // 8
    for number in range(segments):
        if number % part_length == 0:
            lines += [f"## Part {number // part_length + 1}", ""]
        if music and number % part_length in (0, part_length // 4):
            lines += ["::music{bed=bed}" if number % part_length == 0 else "::music{stop}", ""]
        lines += [sentence(number, words), ""]
    script = folder / "scripts" / "bench.md"
    script.parent.mkdir()
    script.write_text("\n".join(lines), encoding="utf-8")
    return script


def edit(script: Path, number: int, words: int) -> None:
    """Replace one sentence in the middle."""
    lines = script.read_text(encoding="utf-8").split("\n")
    spoken = [at for at, line in enumerate(lines) if line.endswith(".")]
    lines[spoken[len(spoken) // 2]] = sentence(number, words)
    script.write_text("\n".join(lines), encoding="utf-8")


# --------------------------------------------------------------------------------------------- peers and parts


def ffmpeg_exe() -> str:
    import imageio_ffmpeg

    return str(imageio_ffmpeg.get_ffmpeg_exe())


def yardstick(pcm: Path, kbps: int = KBPS) -> Run:
    """ffmpeg's own single-pass encode."""
    target = pcm.with_suffix(".yardstick.mp3")
    return run(ffmpeg_exe(), "-v", "error", "-y", "-i", pcm, "-c:a", "libmp3lame", "-b:a", f"{kbps}k", target)


NAIVE = """
import json, subprocess, sys, warnings
warnings.simplefilter("ignore")
from pydub import AudioSegment
from mutagen.id3 import ID3, TIT2
ffmpeg, kbps, out, *parts = sys.argv[1:]
AudioSegment.converter = ffmpeg
episode = AudioSegment.empty()
for part in parts:
    episode += AudioSegment.from_wav(part)
episode.export(out + ".wav", format="wav")
aim = "loudnorm=I=-16:TP=-1:LRA=11"
log = subprocess.run([ffmpeg, "-i", out + ".wav", "-af", aim + ":print_format=json", "-f", "null", "-"],
                     capture_output=True, text=True, check=True).stderr
got, _ = json.JSONDecoder().raw_decode(log[log.rindex("{"):])
aim += ":linear=true" + "".join(f":measured_{to}={got['input_' + of]}" for to, of in
                                 (("I", "i"), ("TP", "tp"), ("LRA", "lra"), ("thresh", "thresh")))
second = ["-af", aim, "-ar", "44100", out + ".norm.wav"]
subprocess.run([ffmpeg, "-v", "error", "-y", "-i", out + ".wav", *second], check=True)
AudioSegment.from_wav(out + ".norm.wav").export(out, format="mp3", bitrate=kbps + "k")
tags = ID3()
tags.add(TIT2(encoding=3, text="Benchmark"))
tags.save(out, v2_version=3)
"""


def slices(pcm: Path, folder: Path, count: int) -> list[Path]:
    """The episode cut into as many WAV files as it has segments."""
    folder.mkdir()
    parts = []
    with wave.open(str(pcm)) as source:
        each = source.getnframes() // count
        for number in range(count):
            parts.append(folder / f"{number:04}.wav")
            with wave.open(str(parts[-1]), "wb") as part:
                part.setparams(source.getparams())
                part.writeframes(source.readframes(each))
    return parts


def master_part(hours: float, folder: Path, output: Path, jobs: int) -> None:
    """Master ``hours`` of the WAV files in ``folder``, over again under other keys."""
    import soundfile

    from studio.audio import master, slot_samples
    from studio.model.show import Encoding, Loudness
    from studio.model.timeline import Clip, Timeline

    parts = sorted(folder.glob("*.wav"))
    lengths = [soundfile.info(part) for part in parts]
    start, clips = 0, []
    while start < hours * 3600 * 44_100:
        number = len(clips)
        info = lengths[number % len(parts)]
        length = slot_samples(info.frames, info.samplerate, (0.35, 0.35, 0.7)[number % 3])
        clips.append(Clip(f"{number}", start, length, voice=f"voice{number % 2}"))
        start += length

    def load(key: str) -> tuple[object, int]:
        samples, rate = soundfile.read(parts[int(key) % len(parts)], dtype="float32")
        return samples, rate

    mastered = master(
        Timeline(44_100, 1, start, tuple(clips)),
        load,  # type: ignore[arg-type]
        loudness=Loudness(),
        encoding=Encoding(1, KBPS),
        cache=output.with_suffix(".cache"),
        output=output,
        jobs=jobs,
    )
    print(json.dumps({"duration_s": mastered.duration_s, "lufs": mastered.integrated_lufs}))


# --------------------------------------------------------------------------------------------- the table


@dataclass(frozen=True)
class Row:
    """A figure, what it is to be, and what it is."""

    figure: str
    bar: str
    measured: str

    def __str__(self) -> str:
        return f"| {self.figure} | {self.bar} | {self.measured} |"


def ratio(ours: Sequence[Run], theirs: Sequence[Run]) -> str:
    """Median of the runs' ratios in wall time and, since other work on the machine falsifies that, processor time."""
    pairs = list(zip(ours, theirs, strict=True))
    wall = statistics.median(a.wall_s / b.wall_s for a, b in pairs)
    cpu = statistics.median(a.cpu_s / b.cpu_s for a, b in pairs)
    return f"{wall:.3f} × ({statistics.median(a.wall_s for a in ours):.2f} s; processor time {cpu:.2f} ×)"


#: Bars of each voice: cold render and changed sentence against their yardsticks, and memory in MB.
BARS = {"narrator": ("≤ 1.50 ×", "≤ 0.05 × and 1.2 s", 400), "espeak-narrator": ("≤ 0.95 ×", "≤ 0.05 ×", 200)}


def commands(folder: Path, options: argparse.Namespace, voice: str) -> Iterator[Row]:
    """Whole commands, in turn with the yardstick."""
    figures = timed(folder, options, options.runs, voice)
    yard, (cold, edited, memory_mb) = figures["yardstick"], BARS[voice]
    yard_s = statistics.median(one.wall_s for one in yard)
    peak_mb = max(one.peak_mb for name in ("cold", "takes") for one in figures[name])
    yield Row("ffmpeg's encode of the same PCM, the yardstick", "", f"{yard_s:.2f} s")
    yield Row("cached takes to finished MP3, against the yardstick", "≤ 0.60 ×", ratio(figures["takes"], yard))
    yield Row("cold render, script to MP3, against the yardstick", cold, ratio(figures["cold"], yard))
    yield Row("one changed sentence, against the cold render", edited, ratio(figures["edit"], figures["cold"]))
    yield nothing("nothing changed", "≤ 0.5 s", figures["nothing"])
    yield Row("peak memory of a render, all processes together", f"≤ {memory_mb} MB", f"{peak_mb:.0f} MB")


def with_music(folder: Path, options: argparse.Namespace) -> Iterator[Row]:
    """The same with eSpeak in stereo and with music: the bars are half as much again.

    The edited sentence is the first over a bed, so that everything over the same bed moves against the music.
    """
    figures = timed(folder, options, 1, "espeak-narrator", music=True)
    yard, name = figures["yardstick"], "stereo with beds, 128 kbit/s:"
    yield Row(f"{name} cached takes to finished MP3", "≤ 0.90 ×", ratio(figures["takes"], yard))
    yield Row(f"{name} cold render", "≤ 1.43 ×", ratio(figures["cold"], yard))
    yield Row(f"{name} one changed sentence under a bed", "≤ 0.075 ×", ratio(figures["edit"], figures["cold"]))
    yield nothing(f"{name} nothing changed", "≤ 0.75 s", figures["nothing"])


def nothing(figure: str, bar: str, runs: Sequence[Run]) -> Row:
    wall_s, cpu_s = (statistics.median(getattr(one, kind) for one in runs) for kind in ("wall_s", "cpu_s"))
    return Row(figure, bar, f"{wall_s:.2f} s (processor time {cpu_s:.2f} s)")


def timed(
    folder: Path, options: argparse.Namespace, runs: int, voice: str, *, music: bool = False
) -> dict[str, list[Run]]:
    """Each command ``runs`` times; the edited sentence is in the middle, which is under a bed where there is one."""
    render, script = prepare(folder, options.minutes, options.segments, options.jobs, voice=voice, music=music)
    build, pcm = folder / "build", folder / "bench.wav"
    figures: dict[str, list[Run]] = {name: [] for name in ("yardstick", "cold", "takes", "edit", "nothing")}
    for number in range(runs):
        shutil.rmtree(build, ignore_errors=True)
        figures["cold"].append(run(*render))
        if not pcm.exists():
            decode(build / "bench" / "bench.mp3", pcm)
        figures["yardstick"].append(yardstick(pcm, MUSIC_KBPS if music else KBPS))
        shutil.rmtree(build / ".cache" / "audio")
        figures["takes"].append(run(*render))
        figures["nothing"].append(run(*render))
        edit(script, 100_000 + number, words_in(options.minutes, options.segments, voice))
        figures["edit"].append(run(*render))
    return figures


def prepare(
    folder: Path, minutes: float, segments: int, jobs: int, *, voice: str, music: bool = False
) -> tuple[tuple[object, ...], Path]:
    """A show with a generated episode: the command that renders it, and its script."""
    studio = shutil.which("studio")
    if studio is None:
        sys.exit("studio is not on the PATH: pip install -e .")
    folder.mkdir()
    render = (studio, "render", "bench", "--show", folder, "--jobs", jobs)
    return render, write_show(folder, minutes, segments, voice, music)


def decode(mp3: Path, pcm: Path) -> None:
    run(ffmpeg_exe(), "-v", "error", "-y", "-i", mp3, "-c:a", "pcm_s16le", pcm)


def naive(folder: Path, minutes: float, segments: int, jobs: int) -> Row:
    """Cached takes to MP3, ours and theirs."""
    render, _ = prepare(folder, minutes, segments, jobs, voice="espeak-narrator")
    run(*render)
    shutil.rmtree(folder / "build" / ".cache" / "audio")
    ours = run(*render)
    decode(folder / "build" / "bench" / "bench.mp3", folder / "bench.wav")
    parts = slices(folder / "bench.wav", folder / "parts", segments)
    theirs = run(sys.executable, "-c", NAIVE, ffmpeg_exe(), KBPS, folder / "naive.mp3", *parts)
    bar = "≤ 0.04 ×" if minutes > 60 else "≤ 0.1 ×"
    said = f"{ratio([ours], [theirs])}; it takes {theirs.wall_s:.0f} s and {theirs.peak_mb:.0f} MB"
    shutil.rmtree(folder)
    return Row(f"cached takes to finished MP3, {minutes:g} minutes, against the naive pipeline", bar, said)


def at_length(folder: Path, options: argparse.Namespace) -> Iterator[Row]:
    """Mastering alone, of an hour and of ten."""
    parts = folder / "parts"
    slices(folder / "bench.wav", parts, options.segments)

    def part(hours: float) -> Run:
        output = folder / "part.mp3"
        shutil.rmtree(output.with_suffix(".cache"), ignore_errors=True)
        return run(sys.executable, __file__, "--jobs", options.jobs, "--part", hours, parts, output)

    short, long = part(options.hours / 10), part(options.hours)
    name = f"{options.hours:g} hours against a tenth of it"
    yield Row(f"mastering, {name}", "≤ 10.5 ×", ratio([long], [short]))
    memory = f"{long.peak_mb:.0f} MB, {long.peak_mb / short.peak_mb:.2f} × ({short.peak_mb:.0f} MB for a tenth)"
    yield Row(f"peak memory of mastering, {options.hours:g} hours", "≤ 260 MB (1.3 × 200)", memory)


def bench(folder: Path, options: argparse.Namespace) -> Iterator[Row]:
    """Everything, in a folder that is thrown away."""
    if "neural" in options.tables:
        yield from commands(folder / "neural", options, "narrator")
    if "espeak" in options.tables:
        yield Row("**eSpeak**", "", "")
        yield from commands(folder / "speech", options, "espeak-narrator")
        yield from with_music(folder / "music", options)
    if options.hours:
        yield from at_length(folder / "speech", options)
    for minutes in options.naive:
        segments = round(options.segments * minutes / options.minutes)
        yield naive(folder / f"naive-{minutes:g}", minutes, segments, options.jobs)


def write_page(said: Sequence[str]) -> None:
    """Replace what stands between the page's two marks."""
    page = PAGE.read_text(encoding="utf-8")
    table = "\n".join(said)
    marked = re.sub(r"(?s)(<!-- bench/render.py -->\n).*(<!-- end -->)", lambda m: f"{m[1]}{table}\n{m[2]}", page)
    PAGE.write_text(marked, encoding="utf-8")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--segments", type=int, default=400)
    parser.add_argument("--hours", type=float, default=10, help="length of the long episode; 0 to leave it out")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--naive", type=float, nargs="*", default=[], metavar="MINUTES")
    parser.add_argument("--tables", nargs="+", choices=("neural", "espeak"), default=["neural", "espeak"])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    parser.add_argument("--part", nargs=3, help=argparse.SUPPRESS, metavar=("HOURS", "FOLDER", "OUTPUT"))
    options = parser.parse_args()
    if options.part:
        hours, folder, output = options.part
        master_part(float(hours), Path(folder), Path(output), options.jobs)
        return
    said = [
        f"{options.minutes:g} minutes in {options.segments} segments, {options.jobs} jobs, {options.runs} runs, "
        f"Python {platform.python_version()} on {platform.system()} {platform.machine()}.",
        "",
        "| figure | bar | measured |",
        "|---|---|---|",
    ]
    print("\n".join(said))
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as name:
        for row in bench(Path(name), options):
            print(row, flush=True)
            said.append(str(row))
    if options.write:
        write_page(said)


if __name__ == "__main__":
    main()
