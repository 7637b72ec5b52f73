// The server's JSON API.
const told = (name) => document.querySelector(`meta[name="studio-${name}"]`)?.content ?? "";

export let token = told("token");
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

// A server that was started again has another token; its page tells it. False while there is no server.
let renewing = null;
export function renew() {
  renewing ??= fetch(location.href, { cache: "no-store" }).then((response) => response.text()).then((page) => {
    const found = new DOMParser().parseFromString(page, "text/html").querySelector('meta[name="studio-token"]');
    if (found) token = found.content;
    return Boolean(found);
  }).catch(() => false).finally(() => { renewing = null; });
  return renewing;
}

export async function ask(method, path, body, again = true) {
  const headers = { "X-Studio-Token": token, "X-Studio-Client": client };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Refused(0, { error: "The desk does not answer. Your text is safe here; it goes on when the server is back." });
  }
  if (response.status === 403 && again && (await renew())) return ask(method, path, body, false);
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
