// @ts-check
/** Pictures and tables of Adaptive Cards. */
import { h } from "./dom.js";
import { pressable } from "./card_actions.js";
import { box, listOf } from "./cards.js";
import { own } from "./teams_text.js";

const WIDTHS = { small: "40px", medium: "80px", large: "160px", stretch: "100%" };

/** A picture that came with the card; one from elsewhere is only named, for this page loads nothing from outside. */
export function image(one, path, at) {
  const words = String(one.altText ?? "");
  const node = /^data:image\//.test(one.url ?? "")
    ? h("img", { class: "ac-image", src: one.url, alt: words })
    : h("span", { class: "ac-image ac-absent", role: "img", "aria-label": words }, words || "Image");
  const width = own(WIDTHS, String(one.size ?? "").toLowerCase()) ?? (/^\d{1,4}px$/.test(one.width ?? "") ? one.width : "");
  if (width) node.style.width = width;
  if (String(one.style).toLowerCase() === "person") node.classList.add("ac-person");
  if (one.horizontalAlignment) node.classList.add(`ac-at-${String(one.horizontalAlignment).toLowerCase()}`);
  if (one.selectAction) pressable(node, one.selectAction, `${path}/selectAction`, at);
  return node;
}

export function imageSet(one, path, at) {
  const images = listOf(one.images).map((picture, place) =>
    image({ size: one.imageSize, ...picture }, `${path}/images/${place}`, at),
  );
  return h("div", { class: "ac-images" }, ...images);
}

export function table(one, path, at) {
  const heads = one.firstRowAsHeader !== false;
  const rows = listOf(one.rows).map((row, place) => rowOf(row, `${path}/rows/${place}`, at, heads && place === 0));
  const shares = listOf(one.columns).map((column) => column?.width ?? 1);
  const whole = shares.reduce((sum, share) => sum + (typeof share === "number" ? share : 0), 0) || 1;
  const columns = shares.map((share) => {
    const node = h("col", null);
    node.style.width = typeof share === "number" ? `${(100 * share) / whole}%` : /^\d{1,4}px$/.test(share) ? share : "";
    return node;
  });
  const lines = one.showGridLines === false ? "" : " ac-lines";
  return h("table", { class: `ac-table${lines}` }, h("colgroup", null, ...columns), h("tbody", null, ...rows));
}

function rowOf(row, path, at, head) {
  const cells = listOf(row?.cells).map((cell, place) =>
    h(head ? "th" : "td", head ? { scope: "col" } : null, box(cell, `${path}/cells/${place}`, at)),
  );
  return h("tr", row?.style ? { class: `ac-style-${String(row.style).toLowerCase()}` } : null, ...cells);
}
