// @ts-check
/** Files in messages and on their way into one: what both platforms share of choosing, showing and keeping them. */

import { attach, fileBytes } from "./api.js";
import { h } from "./dom.js";

/** What this page takes: bytes of one file, and files of one message. */
export const LARGEST = 10 * 1024 * 1024;
export const MOST = 10;
const KEPT = 60;

/** Pictures that were fetched, as data addresses, the latest last. @type {Map<string, string>} */
const drawn = new Map();
/** @type {Map<string, Promise<void>>} */
const coming = new Map();

/** "340 bytes", "12 KB", "3.4 MB". @param {number} bytes */
export function sizeWords(bytes) {
  if (bytes < 1024) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  const [number, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "KB"] : [bytes / (1024 * 1024), "MB"];
  return `${number < 10 ? Math.round(number * 10) / 10 : Math.round(number)} ${unit}`;
}

/**
 * Those of the chosen files that can be taken besides the ones there are, and one sentence about the others.
 * @param {File[]} have @param {File[]} chosen @returns {{files: File[], problem: string}}
 */
export function taken(have, chosen) {
  const large = chosen.find((one) => one.size > LARGEST);
  const empty = chosen.find((one) => one.size === 0);
  const good = chosen.filter((one) => one.size > 0 && one.size <= LARGEST);
  const files = [...have, ...good].slice(0, MOST);
  let problem = "";
  if (large) problem = `${large.name} is too large: a file can have at most ${sizeWords(LARGEST)} here.`;
  else if (empty) problem = `${empty.name} is empty and cannot be attached.`;
  else if (have.length + good.length > MOST) problem = `A message takes at most ${MOST} files.`;
  return { files, problem };
}

/** Pictures in what is being pasted. @param {ClipboardEvent} event @returns {File[]} */
export const pasted = (event) =>
  [...(event.clipboardData?.files || [])].filter((one) => ["image/png", "image/jpeg", "image/gif"].includes(one.type));

/**
 * Send their bytes ahead; their ids.
 * @param {string} person @param {File[]} files @returns {Promise<string[]>}
 */
export async function ahead(person, files) {
  const ids = [];
  for (const one of files) ids.push((await attach(person, one)).id);
  return ids;
}

/** The control behind a paperclip. @param {(files: File[]) => void} choose */
export function chooser(choose) {
  const change = (event) => {
    choose([...event.target.files]);
    event.target.value = "";
  };
  return h("input", { type: "file", multiple: true, hidden: true, tabindex: "-1", "aria-hidden": "true", on: { change } });
}

/**
 * What will go with the message, each with a way to take it out again.
 * @param {string} style first letter of the classes @param {File[]} files @param {(file: File) => void} remove
 * @param {() => any} cross a drawing
 */
export function tray(style, files, remove, cross) {
  if (!files.length) return null;
  const one = (file, place) =>
    h(
      "li",
      { class: `${style}-chosen`, key: `${place} ${file.name}` },
      h("bdi", { class: `${style}-file-name` }, file.name),
      h("span", { class: `${style}-file-size` }, sizeWords(file.size)),
      h(
        "button",
        { type: "button", class: `${style}-tool`, "aria-label": `Remove ${file.name}`, on: { click: () => remove(file) } },
        cross(),
      ),
    );
  return h("ul", { class: `${style}-tray`, key: "tray", "aria-label": "Attached files" }, files.map(one));
}

/**
 * A file of a message: its name and size on a button that keeps it; a picture is shown.
 * @param {string} style @param {{id: string, name: string, size: number, picture: string}} file
 * @param {{person: string, place: string, message: string}} where @param {() => any} mark a drawing
 * @param {(problem: string) => void} say @param {() => void} again draws once more
 */
export function shown(style, file, where, mark, say, again) {
  const query = { ...where, file: file.id };
  const click = () => keep(file, query).catch((failure) => say(failure.message));
  const label = `Download ${file.name}, ${sizeWords(file.size)}`;
  const head = h(
    "button",
    { type: "button", class: `${style}-file`, "aria-label": label, title: label, on: { click } },
    mark(),
    h("bdi", { class: `${style}-file-name` }, file.name),
    h("span", { class: `${style}-file-size` }, sizeWords(file.size)),
  );
  return h("div", { class: `${style}-shared`, key: file.id }, head, file.picture && pictureOf(style, file, query, again));
}

/** The picture itself, once its bytes are here. */
function pictureOf(style, file, query, again) {
  const src = drawn.get(file.id);
  if (src === undefined) {
    if (!coming.has(file.id)) coming.set(file.id, fetched(file, query));
    coming.get(file.id)?.then(again);
    return h("div", { class: `${style}-picture ${style}-coming`, role: "img", "aria-label": file.name });
  }
  return src && h("img", { class: `${style}-picture`, src, alt: file.name, loading: "lazy" });
}

/** Its bytes, fetched once; a picture that cannot be had is left out: its name and size stand above it. */
async function fetched(file, query) {
  try {
    const bytes = await fileBytes(query);
    drawn.set(file.id, await address(new Blob([bytes], { type: file.picture })));
    for (const old of [...drawn.keys()].slice(0, -KEPT)) forget(old);
  } catch {
    drawn.set(file.id, "");
  }
}

function forget(id) {
  drawn.delete(id);
  coming.delete(id);
}

/** @param {Blob} blob @returns {Promise<string>} */
const address = (blob) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });

/** The file as a download: whatever is in it, it is not opened here. */
async function keep(file, query) {
  const url = URL.createObjectURL(new Blob([await fileBytes(query)], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
