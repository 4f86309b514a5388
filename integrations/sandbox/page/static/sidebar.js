// @ts-check
/** The list of channels, direct messages and the app, with what is unread. */

import { h } from "./dom.js";
import { faceOf } from "./faces.js";
import { icon } from "./icons.js";

/** @param {any} ctx */
export function drawSidebar(ctx) {
  const places = ctx.sight.places.filter((one) => one.kind !== "im" && one.member !== false);
  const others = ctx.sight.places.filter((one) => one.kind !== "im" && one.member === false);
  const chats = ctx.sight.places.filter((one) => one.kind === "im");
  return h(
    "nav",
    { class: "s-side", key: "side", "aria-label": "Channels" },
    h(
      "div",
      { class: "s-team" },
      h("span", { class: "s-team-name" }, "Sandbox"),
      h("span", { class: "s-me" }, faceOf(ctx, ctx.me.id, "s-face-small"), h("bdi", null, ctx.me.name)),
    ),
    h(
      "div",
      { class: "s-places", key: "places" },
      group(
        "Channels",
        places.map((one) => line(ctx, one, icon(one.kind === "group" ? "lock" : "hash"))),
      ),
      others.length > 0 &&
        group(
          "More channels",
          others.map((one) => line(ctx, one, icon("hash"))),
        ),
      group("Apps", [
        line(ctx, { id: "home", name: "Home", unread: 0 }, icon("home")),
        ...(chats.length ? chats : [{ id: "im", name: ctx.sight.bot.name, unread: 0 }]).map((one) =>
          line(ctx, { ...one, name: one.name || ctx.sight.bot.name }, faceOf(ctx, ctx.sight.bot.id, "s-face-small")),
        ),
      ]),
    ),
  );
}

function group(name, lines) {
  return h("section", { key: name, "aria-label": name }, h("h3", { class: "s-side-head" }, name), lines);
}

function line(ctx, place, mark) {
  const here = place.id === ctx.hereId;
  const unread = !here && place.unread > 0;
  const open = () => {
    ctx.draft.listed = false;
    ctx.ui.menu = ctx.ui.offer = ctx.ui.edit = null;
    ctx.send("opens", { place: place.id });
    ctx.again();
  };
  return h(
    "button",
    {
      class: `s-place${here ? " s-here" : ""}${unread ? " s-unread" : ""}`,
      key: place.id,
      type: "button",
      "aria-current": here && "page",
      on: { click: open },
    },
    mark,
    h("bdi", { class: "s-place-name" }, place.name),
    unread && h("span", { class: "s-number", "aria-label": `${place.unread} unread` }, place.unread > 99 ? "99+" : place.unread),
  );
}
