// @ts-check
/** Asking the sandbox: everything goes to the address this page came from, with the key of this run. */

const KEY = /** @type {HTMLMetaElement} */ (document.querySelector('meta[name="sandbox-key"]')).content;

/** The sandbox would not answer, or is not there; `status` 0 is the latter. */
export class Problem extends Error {
  /** @param {string} words @param {number} status */
  constructor(words, status) {
    super(words);
    this.status = status;
  }
}

/** @param {string} path @param {RequestInit} how @returns {Promise<any>} */
async function asked(path, how) {
  let response;
  try {
    response = await fetch(`/api/${path}`, { ...how, headers: { "X-Sandbox-Key": KEY, ...how.headers } });
  } catch {
    throw new Problem("The sandbox cannot be reached: its program may have ended.", 0);
  }
  const body = await response.json();
  if (!response.ok) throw new Problem(body.problem || `The sandbox answered ${response.status}.`, response.status);
  return body;
}

/** @param {string} path @param {Record<string, string | number>} [query] */
export function get(path, query = {}) {
  const words = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return asked(`${path}?${words}`, {});
}

/** @param {string} path @param {object} body */
export function post(path, body) {
  return asked(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
}
