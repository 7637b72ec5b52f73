// Faster or slower speech at its own pitch: windows of it are laid anew where they fit the last one best (WSOLA).
const WINDOW_S = 0.03;
const SEARCH_S = 0.006;

export function stretched(context, buffer, rate) {
  if (rate === 1) return buffer;
  const input = buffer.getChannelData(0);
  const size = Math.round(WINDOW_S * buffer.sampleRate) & ~1;
  const hop = size / 2;
  const reach = Math.round(SEARCH_S * buffer.sampleRate);
  const output = new Float32Array(Math.ceil(input.length / rate) + size);
  const fade = Float32Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
  let last = -hop;
  for (let to = 0; to + size <= output.length; to += hop) {
    const wanted = Math.round(to * rate);
    if (wanted + size + reach >= input.length) break;
    const from = to === 0 ? 0 : best(input, last + hop, wanted, reach, hop);
    for (let i = 0; i < size; i += 1) output[to + i] += input[from + i] * (to === 0 && i < hop ? 1 : fade[i]);
    last = from;
  }
  const made = context.createBuffer(1, Math.max(1, Math.floor(input.length / rate)), buffer.sampleRate);
  made.copyToChannel(output.subarray(0, made.length), 0);
  return made;
}

function best(input, natural, wanted, reach, length) {
  let found = wanted;
  let most = -Infinity;
  for (let shift = -reach; shift <= reach; shift += 4) {
    const from = wanted + shift;
    if (from < 0) continue;
    let fit = 0;
    for (let i = 0; i < length; i += 8) fit += input[natural + i] * input[from + i];
    if (fit > most) { most = fit; found = from; }
  }
  return found;
}
