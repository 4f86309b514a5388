// @ts-check
/** The rail, and the list of chats, teams and channels with what is unread in them. */
import { h } from "./dom.js";
import { avatar, icon } from "./teams_icons.js";

export const isChat = (place) => place.kind !== "channel";
const unreadOf = (places) => places.reduce((sum, place) => sum + (place.unread || 0), 0);

export function rail(c) {
  const { places, place } = c.sight;
  return [
    ["chat", "Chat", isChat],
    ["teams", "Teams", (one) => !isChat(one)],
  ].map(([name, title, fits]) => {
    const own = places.filter(fits);
    const here = Boolean(place) && fits(place);
    const unread = unreadOf(own);
    return c.kept.node(`rail/${name}`, [here, unread, own.map((one) => one.id)], () =>
      railButton(c, name, title, own, here, unread),
    );
  });
}

function railButton(c, name, title, own, here, unread) {
  const node = h(
    "button",
    {
      type: "button",
      class: here ? "t-rail-item t-here" : "t-rail-item",
      "data-focus": `rail/${name}`,
      "aria-current": here ? "true" : null,
    },
    icon(name),
    h("span", null, title),
    unread ? h("span", { class: "t-count-badge" }, h("span", { class: "t-hidden" }, "Unread: "), String(unread)) : null,
  );
  node.addEventListener("click", () => {
    c.draft.listed = true;
    if (own.length && !here) c.act("opens", { place: own[0].id });
    c.again();
  });
  return node;
}

export function list(c) {
  const { places, bot } = c.sight;
  const chats = places.filter(isChat);
  const nodes = [c.kept.node("list/me", c.sight.me, () => h("div", { class: "t-list-head" }, h("h2", null, "Chat")))];
  nodes.push(titleNode(c, "chats", "Chats"), ...chats.map((one) => placeNode(c, one)));
  if (!chats.some((one) => one.kind === "personal")) nodes.push(installNode(c, bot.name));
  const channels = places.filter((one) => !isChat(one));
  if (channels.length) nodes.push(titleNode(c, "teams", "Teams and channels"));
  for (const team of new Set(channels.map((one) => one.team || ""))) {
    nodes.push(
      c.kept.node(`team/${team}`, team, () =>
        h("h4", { class: "t-team" }, avatar(team || "Team", "team"), h("bdi", null, team || "Team")),
      ),
    );
    nodes.push(...channels.filter((one) => (one.team || "") === team).map((one) => placeNode(c, one)));
  }
  return nodes;
}

const titleNode = (c, key, words) => c.kept.node(`title/${key}`, words, () => h("h3", { class: "t-list-title" }, words));

function placeNode(c, place) {
  const here = c.sight.place?.id === place.id;
  return c.kept.node(`place/${place.id}`, [place, here], () => {
    const unread = place.unread
      ? h("span", { class: "t-count-badge" }, h("span", { class: "t-hidden" }, "Unread: "), String(place.unread))
      : null;
    const face = isChat(place) ? avatar(place.name, place.kind === "personal" ? "app" : "") : null;
    const look = `t-place${here ? " t-here" : ""}${place.unread ? " t-unread" : ""}${isChat(place) ? "" : " t-channel"}`;
    const node = h(
      "button",
      { type: "button", class: look, "data-focus": `place/${place.id}`, "aria-current": here ? "page" : null },
      face,
      h("bdi", null, place.name),
      unread,
    );
    node.addEventListener("click", () => {
      c.draft.listed = false;
      c.act("opens", { place: place.id });
      c.again();
    });
    return node;
  });
}

export function installNode(c, name) {
  return c.kept.node("install", name, () => {
    const node = h("button", { type: "button", class: "t-place t-install", "data-focus": "install" }, icon("app"), `Add ${name}`);
    node.addEventListener("click", () => c.act("installs"));
    return node;
  });
}
