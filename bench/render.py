"""From script to MP3: ratios to what others need for the same episode, all measured in one run.

    python bench/render.py [--minutes 60] [--segments 400] [--hours 10] [--runs 3] [--naive] [--jobs 2]

The yardstick is ffmpeg's single-pass ``libmp3lame`` encode of the same PCM at the same bit rate; commands and yardstick
take turns, and ratios are medians over the runs. ``--naive`` adds the pipeline that the listed packages suggest (pydub
``+=``, two-pass ``loudnorm``, pydub export, mutagen). Output is a Markdown table.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
KBPS = 96
#: Users' Python keeps what it has compiled.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
WORDS = (
    "the service replica leader quorum latency request queue shard index compaction token bucket writes reads every "
    "region because network drops packet client retries until deadline passes while balancer sheds traffic from "
    "overloaded nodes to protect database behind cache that slowly warms after restart and nobody notices"
).split()


@dataclass(frozen=True)
class Run:
    """Wall and processor seconds and peak resident memory of a command; processor seconds include its children."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def run(*command: object) -> Run:
    """Run a command to its end; its output is shown only if it fails."""
    with tempfile.TemporaryFile() as log:
        start = perf_counter()
        child = subprocess.Popen(
            [*map(str, command)], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=ENVIRONMENT
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall_s = perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            log.seek(0)
            sys.exit(f"{command[0]} failed: {log.read().decode(errors='replace')[-2000:]}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Run(wall_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


# --------------------------------------------------------------------------------------------- the episode


def sentence(number: int, words: int) -> str:
    """A sentence that no other number gives."""
    chance = random.Random(number)
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."


def write_show(folder: Path, minutes: float, segments: int) -> Path:
    """The project's own show with one generated episode; gives the script."""
    for name in ("studio.yaml", "voices", "assets"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    words = round(minutes * 60 / segments * 2.45)  # what the default voice says in a second
    lines = ["---", "id: bench", "title: Benchmark", "---", ""]
    for number in range(segments):
        if number % (segments // 8) == 0:
            lines += [f"## Part {number * 8 // segments + 1}", ""]
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


def master_part(hours: float, channels: int, folder: Path, output: Path, jobs: int) -> None:
    """Master ``hours`` of the WAV files in ``folder``, over again under other keys; with music where it is stereo."""
    import soundfile

    from studio.audio import Assets, master, slot_samples
    from studio.model import Bed, Clip, Encoding, Loudness, Timeline

    parts = sorted(folder.glob("*.wav"))
    lengths = [soundfile.info(part) for part in parts]
    start, clips = 0, []
    while start < hours * 3600 * 44_100:
        number = len(clips)
        info = lengths[number % len(parts)]
        length = slot_samples(info.frames, info.samplerate, (0.35, 0.35, 0.7)[number % 3])
        clips.append(Clip(f"{number}", start, length, pan=0.2 * (number % 2), voice=f"voice{number % 2}"))
        start += length
    cache = output.with_suffix(".cache")
    assets = Assets(cache / "assets")
    beds: tuple[Bed, ...] = ()
    if channels == 2:
        music = assets.prepare(ROOT / "assets" / "bed.flac", trim=False)
        each = 600 * 44_100
        beds = tuple(Bed(music.key, at, min(at + each // 2, start)) for at in range(0, start, each))

    def load(key: str) -> tuple[object, int]:
        if key in assets:
            return assets.load(key)
        samples, rate = soundfile.read(parts[int(key) % len(parts)], dtype="float32")
        return samples, rate

    mastered = master(
        Timeline(44_100, channels, start, tuple(clips), beds),
        load,  # type: ignore[arg-type]
        loudness=Loudness(),
        encoding=Encoding(channels, 128 if channels == 2 else KBPS),
        cache=cache,
        output=output,
        jobs=jobs,
    )
    print(json.dumps({"duration_s": mastered.duration_s, "lufs": mastered.integrated_lufs}))


# --------------------------------------------------------------------------------------------- the table


def ratio(ours: Sequence[Run], theirs: Sequence[Run]) -> str:
    """Median of the runs' ratios in wall time and, since other work on the machine falsifies that, processor time."""
    pairs = list(zip(ours, theirs, strict=True))
    wall = statistics.median(a.wall_s / b.wall_s for a, b in pairs)
    cpu = statistics.median(a.cpu_s / b.cpu_s for a, b in pairs)
    return f"{wall:.3f} × ({statistics.median(a.wall_s for a in ours):.2f} s; processor time {cpu:.2f} ×)"


def row(figure: str, bar: str, measured: str) -> None:
    print(f"| {figure} | {bar} | {measured} |", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--segments", type=int, default=400)
    parser.add_argument("--hours", type=float, default=10, help="length of the long episode; 0 to leave it out")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--naive", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--part", nargs=4, help=argparse.SUPPRESS, metavar=("HOURS", "CHANNELS", "FOLDER", "OUTPUT"))
    options = parser.parse_args()
    if options.part:
        hours, channels, folder, output = options.part
        master_part(float(hours), int(channels), Path(folder), Path(output), options.jobs)
        return
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as name:
        bench(Path(name), options)


def bench(folder: Path, options: argparse.Namespace) -> None:
    """Everything, in a folder that is thrown away."""
    pcm, parts = folder / "bench.wav", folder / "parts"
    figures = commands(folder, options, pcm, parts)
    with wave.open(str(pcm)) as sound:
        minutes = sound.getnframes() / sound.getframerate() / 60
    yard = figures["yardstick"]
    yard_s = statistics.median(one.wall_s for one in yard)
    print(f"{minutes:.1f} minutes, {options.segments} segments, {options.jobs} jobs; ffmpeg encodes in {yard_s:.2f} s.")
    print("\n| figure | bar | measured |\n|---|---|---|")
    row("cached takes to finished MP3, against ffmpeg's encode", "≤ 0.60 ×", ratio(figures["takes"], yard))
    row("cold render, script to MP3, against ffmpeg's encode", "≤ 0.95 ×", ratio(figures["cold"], yard))
    row("one changed sentence, against the cold render", "≤ 0.05 ×", ratio(figures["edit"], figures["cold"]))
    wall_s, cpu_s = (
        statistics.median(getattr(one, kind) for one in figures["nothing"]) for kind in ("wall_s", "cpu_s")
    )
    row("nothing changed", "≤ 0.5 s", f"{wall_s:.2f} s (processor time {cpu_s:.2f} s)")
    row("peak memory of a render", "≤ 200 MB", f"{max(one.peak_mb for one in figures['takes']):.0f} MB")
    if options.naive:
        naive = run(sys.executable, "-c", NAIVE, ffmpeg_exe(), KBPS, folder / "naive.mp3", *sorted(parts.iterdir()))
        against = f"{ratio(figures['takes'][-1:], [naive])}, it takes {naive.peak_mb:.0f} MB"
        row("cached takes to finished MP3, against the naive pipeline", "≤ 0.1 × (60 min), ≤ 0.04 × (240 min)", against)
    masters(folder, options, parts, minutes)


def commands(folder: Path, options: argparse.Namespace, pcm: Path, parts: Path) -> dict[str, list[Run]]:
    """Whole commands, in turn with the yardstick."""
    script = write_show(folder, options.minutes, options.segments)
    words = round(options.minutes * 60 / options.segments * 2.45)
    build = folder / "build"
    studio = shutil.which("studio")
    if studio is None:
        sys.exit("studio is not on the PATH: pip install -e .")
    render = (studio, "render", "bench", "--show", folder, "--jobs", options.jobs)
    figures: dict[str, list[Run]] = {name: [] for name in ("yardstick", "cold", "takes", "edit", "nothing")}
    for number in range(options.runs):
        shutil.rmtree(build, ignore_errors=True)
        figures["cold"].append(run(*render))
        if not pcm.exists():
            run(ffmpeg_exe(), "-v", "error", "-y", "-i", build / "bench" / "bench.mp3", "-c:a", "pcm_s16le", pcm)
            slices(pcm, parts, options.segments)
        figures["yardstick"].append(yardstick(pcm))
        shutil.rmtree(build / ".cache" / "audio")
        figures["takes"].append(run(*render))
        figures["nothing"].append(run(*render))
        edit(script, 100_000 + number, words)
        figures["edit"].append(run(*render))
    return figures


def masters(folder: Path, options: argparse.Namespace, parts: Path, minutes: float) -> None:
    """Mastering alone: with music, and at length."""

    def part(hours: float, channels: int) -> Run:
        output = folder / "part.mp3"
        shutil.rmtree(output.with_suffix(".cache"), ignore_errors=True)
        return run(sys.executable, __file__, "--jobs", options.jobs, "--part", hours, channels, parts, output)

    music = part(minutes / 60, 2)
    run(ffmpeg_exe(), "-v", "error", "-y", "-i", folder / "part.mp3", "-c:a", "pcm_s16le", folder / "stereo.wav")
    stereo = yardstick(folder / "stereo.wav", 128)
    row("stereo with beds at 128 kbit/s, against ffmpeg's encode", "≤ 0.90 ×", ratio([music], [stereo]))
    if options.hours:
        short, long = part(options.hours / 10, 1), part(options.hours, 1)
        name = f"{options.hours:g} hours against a tenth of it"
        row(f"cost of {name}", "≤ 10.5 ×", ratio([long], [short]))
        memory = f"{long.peak_mb / short.peak_mb:.2f} × ({long.peak_mb:.0f} MB)"
        row(f"peak memory of {name}", "≤ 1.3 ×", memory)


if __name__ == "__main__":
    main()
