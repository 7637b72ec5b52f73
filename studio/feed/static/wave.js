/* The waveform, coloured by pillar: what was played is strong, what is to come is faint. */
const BAR_PX = 2, GAP_PX = 1, FAINT = 0.45, BEND = 0.8;

const drawWave = (canvas, data, time) => {
  const width = canvas.clientWidth, height = canvas.clientHeight, scale = devicePixelRatio || 1;
  if (!width) return;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale); canvas.height = Math.round(height * scale);
  }
  const pen = canvas.getContext("2d"), bars = Math.max(1, Math.floor(width / (BAR_PX + GAP_PX))), { peaks, chapters, duration } = data;
  const style = getComputedStyle(canvas);
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, width, height);
  let chapter = 0;
  for (let bar = 0; bar < bars; bar++) {
    const from = Math.floor(bar * peaks.length / bars), to = Math.max(from + 1, Math.floor((bar + 1) * peaks.length / bars));
    let peak = 0;
    for (let index = from; index < to; index++) peak = Math.max(peak, peaks[index] || 0);
    const start = duration * bar / bars, tall = Math.max(2, height * (peak / 100) ** BEND);
    while (chapters[chapter + 1] && chapters[chapter + 1].start <= start) chapter++;
    pen.globalAlpha = start <= time ? 1 : FAINT;
    pen.fillStyle = chapters[chapter]?.colour ?? style.color;
    pen.fillRect(bar * (BAR_PX + GAP_PX), (height - tall) / 2, BAR_PX, tall);
  }
  pen.globalAlpha = 1;
  pen.fillStyle = style.color;
  pen.fillRect(Math.min(width - 2, Math.max(0, width * time / duration - 1)), 0, 2, height);
};
