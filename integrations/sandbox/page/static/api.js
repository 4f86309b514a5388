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

/** @param {string} path @param {RequestInit} how */
async function answered(path, how) {
  let response;
  try {
    response = await fetch(`/api/${path}`, { ...how, headers: { "X-Sandbox-Key": KEY, ...how.headers } });
  } catch {
    throw new Problem("The sandbox cannot be reached: its program may have ended.", 0);
  }
  if (response.ok) return response;
  const body = await response.json();
  throw new Problem(body.problem || `The sandbox answered ${response.status}.`, response.status);
}

/** @param {string} path @param {RequestInit} how @returns {Promise<any>} */
const asked = async (path, how) => (await answered(path, how)).json();

/** @param {Record<string, string | number>} query */
const words = (query) => new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));

/** @param {string} path @param {Record<string, string | number>} [query] */
export function get(path, query = {}) {
  return asked(`${path}?${words(query)}`, {});
}

/** Send the bytes of a file ahead of the message it will be part of. @param {string} person @param {File} file */
export function attach(person, file) {
  const headers = { "Content-Type": "application/octet-stream" };
  return asked(`attach?${words({ person, name: file.name })}`, { method: "POST", body: file, headers });
}

/** The bytes of a file in a message. @param {Record<string, string>} query */
export const fileBytes = async (query) => (await answered(`file?${words(query)}`, {})).arrayBuffer();

/** @param {string} path @param {object} body */
export function post(path, body) {
  return asked(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
}
