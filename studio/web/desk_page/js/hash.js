// SHA-256 of a text; the browser's own is absent where the desk is not on loopback or https.
const K = new Uint32Array(64);
const START = new Uint32Array(8);
{
  let found = 0;
  const root = (value, power) => ((value ** power % 1) * 2 ** 32) >>> 0;
  for (let n = 2; found < 64; n += 1) {
    let prime = true;
    for (let d = 2; d * d <= n; d += 1) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (found < 8) START[found] = root(n, 1 / 2);
    K[found] = root(n, 1 / 3);
    found += 1;
  }
}

export function sha256(text) {
  const bytes = new TextEncoder().encode(text);
  const size = ((bytes.length + 72) >> 6) << 6;
  const padded = new Uint8Array(size);
  padded.set(bytes);
  padded[bytes.length] = 128;
  const words = new DataView(padded.buffer);
  words.setUint32(size - 8, Math.floor(bytes.length / 2 ** 29));
  words.setUint32(size - 4, bytes.length << 3);
  const sum = START.slice();
  const w = new Uint32Array(64);
  for (let at = 0; at < size; at += 64) block(words, at, w, sum);
  return [...sum].map((word) => word.toString(16).padStart(8, "0")).join("");
}

const turn = (x, n) => (x >>> n) | (x << (32 - n));

function block(words, at, w, sum) {
  for (let i = 0; i < 16; i += 1) w[i] = words.getUint32(at + i * 4);
  for (let i = 16; i < 64; i += 1) {
    const low = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
    const high = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
    w[i] = w[i - 16] + low + w[i - 7] + high;
  }
  let [a, b, c, d, e, f, g, h] = sum;
  for (let i = 0; i < 64; i += 1) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0;
    d = c; c = b; b = a; a = (one + two) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => { sum[i] += value; });
}
