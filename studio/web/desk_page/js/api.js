// The server's JSON API.
const told = (name) => document.querySelector(`meta[name="studio-${name}"]`)?.content ?? "";

export const token = told("token");
export const nonce = told("nonce");
export const episode = told("episode");

// What this page calls itself, so that the server knows which text is whose.
export const client = [...crypto.getRandomValues(new Uint32Array(4))].map((one) => one.toString(36)).join("");

export class Refused extends Error {
  constructor(status, body) {
    super(body?.error ?? `the server answered ${status}`);
    this.status = status;
    this.body = body;
  }
}

export async function ask(method, path, body) {
  const headers = { "X-Studio-Token": token, "X-Studio-Client": client };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Refused(0, { error: "The desk does not answer. Your text is safe here; it goes on when the server is back." });
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}

export const here = `/api/episodes/${encodeURIComponent(episode)}`;

export function socket(path) {
  const address = new URL(`${path}?token=${encodeURIComponent(token)}&client=${client}`, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}
