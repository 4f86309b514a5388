// @ts-check
/** The chart block: bars beside their names, with every number as text too. */

import { h } from "./dom.js";

const CHARTS = { bar };

/** Every type of chart that is drawn here. */
export const CHART_TYPES = Object.keys(CHARTS);

/** @param {any} block @param {(type: string) => Node} unknown how to show a type that is not known */
export function chart(block, unknown) {
  const type = block.chart.type;
  const drawn = Object.hasOwn(CHARTS, type) ? CHARTS[type](block.chart) : unknown(type);
  return h("figure", { class: "s-chart" }, h("figcaption", { class: "s-chart-title", dir: "auto" }, block.title), drawn);
}

function bar(drawn) {
  const most = Math.max(1, ...drawn.series.flatMap((one) => one.data.map((point) => point.value)));
  const legend = drawn.series.map((one, n) => h("span", { class: `s-legend s-series-${n % 6}`, dir: "auto" }, one.name));
  const rows = drawn.axis_config.categories.map((category) =>
    h(
      "li",
      { class: "s-bars" },
      h("span", { class: "s-bar-name", dir: "auto", title: category }, category),
      h(
        "span",
        { class: "s-bar-lines" },
        drawn.series.map((one, n) => line(one, n, category, most)),
      ),
    ),
  );
  return [h("ul", { class: "s-bar-list" }, rows), h("div", { class: "s-legends" }, legend)];
}

function line(series, n, category, most) {
  const value = series.data.find((point) => point.label === category)?.value ?? 0;
  const width = `${Math.max(0, (value / most) * 100).toFixed(1)}%`;
  const drawing = h(
    "svg",
    { class: "s-bar", "aria-hidden": "true" },
    h("rect", { class: "s-bar-room", width: "100%" }),
    h("rect", { width }),
  );
  return h("span", { class: `s-bar-line s-series-${n % 6}` }, drawing, h("span", { class: "s-bar-value" }, value));
}
