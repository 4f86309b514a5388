// @ts-check
/** Bars of a chart, drawn to scale; the numbers stand beside them, so nothing is told by length alone. */
import { h } from "./dom.js";
import { listOf } from "./cards.js";

/** @param {any} one Chart.HorizontalBar: `data` of {x: label, y: value} */
export function horizontalBars(one) {
  const bars = listOf(one.data).map((bar) => ({ label: String(bar?.x ?? ""), value: Number(bar?.y) || 0 }));
  const most = Math.max(...bars.map((bar) => bar.value), 1);
  const rows = bars.flatMap(({ label, value }) => {
    const length = h("span", { class: "ac-bar" });
    length.style.width = `${Math.max(0, (100 * value) / most)}%`;
    return [
      h("dt", { dir: "auto" }, label),
      h("dd", null, h("span", { class: "ac-bar-room" }, length), h("span", null, String(value))),
    ];
  });
  const measure = one.xAxisTitle
    ? h("figcaption", { class: "ac-subtle ac-size-small", dir: "auto" }, String(one.xAxisTitle))
    : null;
  const title = one.title ? h("strong", { class: "ac-chart-title", dir: "auto" }, String(one.title)) : null;
  return h("figure", { class: "ac-chart" }, title, h("dl", null, ...rows), measure);
}
