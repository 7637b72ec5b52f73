"""Draw docs/ep17.svg, the README's picture, from the rendered episode: its waveform, coloured by pillar.

studio render ep17 && python docs/draw_picture.py
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import imageio_ffmpeg
import numpy as np

from studio.settings.show import load_show

DOCS = Path(__file__).parent
WIDTH, HEIGHT, LEFT, TOP = 1200, 300, 20, 56
BARS, BAR_HEIGHT = 290, 150
PLAIN = "#8b929c"
INK = "#6b7280"
RATE_HZ = 8_000


def peaks(mp3: Path) -> list[float]:
    """Level at each bar, 0 to 1: that of the first 200 ms under it, since a whole bar of speech is always as loud."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(mp3), "-ac", "1", "-ar", str(RATE_HZ)]
    pcm = subprocess.run([*command, "-f", "s16le", "-"], capture_output=True, check=True).stdout
    samples = np.frombuffer(pcm, "<i2").astype(np.float32)
    starts = np.linspace(0, len(samples) - RATE_HZ, BARS).astype(int)
    levels = np.array([np.sqrt(np.mean(np.square(samples[start : start + RATE_HZ // 5]))) for start in starts])
    return list(np.minimum(1.0, levels / np.percentile(levels, 98)).round(3))


def main() -> None:
    """Write the picture."""
    show = load_show(DOCS.parent)
    build = show.build / "ep17"
    manifest = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
    colours = {pillar.id: pillar.colour for pillar in show.pillars}
    length_s = manifest["audio"]["duration_s"]
    step = (WIDTH - 2 * LEFT) / BARS
    minutes, seconds = divmod(round(length_s), 60)
    loudness = manifest["audio"]["loudness"]
    heading = (
        f"{manifest['episode']['title']} · {minutes}:{seconds:02d} · {len(manifest['chapters'])} chapters · "
        f"{loudness['integrated_lufs']:.1f} LUFS"
    ).replace("-", "−")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="system-ui, sans-serif" role="img">',
        f"<title>{escape(heading)}, the waveform coloured by pillar</title>",
        f'<text x="{LEFT}" y="32" font-size="20" font-weight="600" fill="{INK}">{escape(heading)}</text>',
    ]
    for index, peak in enumerate(peaks(build / "ep17.mp3")):
        at = (index + 0.5) / BARS * length_s
        chapter = next(c for c in manifest["chapters"] if c["start_s"] <= at < c["end_s"])
        tall = max(2.0, float(peak) * BAR_HEIGHT)
        parts.append(
            f'<rect x="{LEFT + index * step:.1f}" y="{TOP + (BAR_HEIGHT - tall) / 2:.1f}" width="{step * 0.62:.1f}" '
            f'height="{tall:.1f}" rx="1" fill="{colours.get(chapter["pillar"], PLAIN)}"/>'
        )
    for chapter in manifest["chapters"]:
        x = LEFT + chapter["start_s"] / length_s * (WIDTH - 2 * LEFT)
        parts.append(f'<path d="M{x:.1f} {TOP + BAR_HEIGHT + 8}v8" stroke="{INK}" stroke-width="1.5"/>')
    legend = [(pillar.name, pillar.colour) for pillar in show.pillars] + [("told between them", PLAIN)]
    x = float(LEFT)
    for name, colour in legend:
        parts.append(f'<rect x="{x:.0f}" y="254" width="14" height="14" rx="3" fill="{colour}"/>')
        parts.append(f'<text x="{x + 22:.0f}" y="266" font-size="14" fill="{INK}">{escape(name)}</text>')
        x += 56 + 8 * len(name)
    parts.append("</svg>")
    (DOCS / "ep17.svg").write_text("\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
