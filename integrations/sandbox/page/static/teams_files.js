// @ts-check
/** Files in the Teams half: those of a message, one that the app offers, and what waits in a compose box. */
import { drawCard } from "./cards.js";
import { h } from "./dom.js";
import { chooser, pasted, shown, sizeWords, taken, tray } from "./files.js";
import { icon } from "./teams_icons.js";
import { say } from "./teams_toasts.js";

/** The files and pictures of a message. @param {any} c @param {any} message @returns {HTMLElement[]} */
export function filesOf(c, message) {
  const where = { person: `teams:${c.sight.me.id}`, place: c.sight.place.id, message: message.id };
  const failed = (problem) => {
    say(c.draft, problem);
    c.again();
  };
  const drawnOf = (one) => {
    const holder = h("div", { class: one.inline ? "t-inline" : "t-attached" });
    const draw = () => holder.replaceChildren(shown("t", one, where, () => icon("file"), failed, draw));
    draw();
    return holder;
  };
  return (message.files ?? []).map(drawnOf);
}

/** A file that the app would put into this person's store. @param {any} c @param {any} message */
export function offerOf(c, message) {
  const { offer } = message;
  if (!offer) return null;
  const act = (deed) => async (event) => {
    const buttons = event.currentTarget.parentNode.querySelectorAll("button");
    buttons.forEach((one) => (one.disabled = true));
    await c.act(deed, { place: c.sight.place.id, id: message.id });
    buttons.forEach((one) => (one.disabled = false));
  };
  const button = (words, deed, look) => {
    const node = h("button", { type: "button", class: look, "data-focus": `offer/${message.id}/${deed}` }, words);
    node.addEventListener("click", act(deed));
    return node;
  };
  const name = h("strong", { class: "t-file-name" }, h("bdi", null, offer.name));
  return h(
    "div",
    { class: "t-offer", role: "group", "aria-label": `File offered: ${offer.name}` },
    h("div", { class: "t-offer-head" }, icon("file"), name, h("span", { class: "t-file-size" }, sizeWords(offer.size))),
    h("p", { dir: "auto" }, offer.description),
    offer.answered
      ? h("p", { class: "t-note" }, "You have answered this.")
      : h(
          "div",
          { class: "t-offer-buttons" },
          button("Accept", "accepts", "ac-button ac-primary"),
          button("Decline", "declines", "ac-button"),
        ),
  );
}

/** What waits beside the words of a compose box: files, pasted pictures, a search result that was picked. */
export class Waiting {
  /** @param {any} w the compose box's ways @param {() => void} told called when something came or went */
  constructor(w, told) {
    w.draft.waiting ??= {};
    this.w = w;
    this.told = told;
    this.node = h("div", { class: "t-waiting", hidden: true });
    this.problem = "";
    this.draw();
  }

  get now() {
    return this.w.draft.waiting[this.w.key] ?? { files: [], pictures: [], card: null };
  }

  set(more) {
    this.w.draft.waiting[this.w.key] = { ...this.now, ...more };
    this.draw();
    this.told();
  }

  get empty() {
    const { files, pictures, card } = this.now;
    return !files.length && !pictures.length && !card;
  }

  /** @param {File[]} chosen @param {"files" | "pictures"} how */
  add(chosen, how = "files") {
    const other = this.now[how === "files" ? "pictures" : "files"];
    const { files, problem } = taken([...other, ...this.now[how]], chosen);
    this.problem = problem;
    this.set({ [how]: files.slice(other.length) });
  }

  /** Pictures among what is pasted stand in the message itself. @param {ClipboardEvent} event */
  paste(event) {
    const pictures = pasted(event);
    if (!pictures.length) return;
    event.preventDefault();
    this.add(pictures, "pictures");
  }

  /** All of it, which is then gone from here; `back` puts it where it was. */
  take() {
    const had = this.now;
    this.problem = "";
    this.set({ files: [], pictures: [], card: null });
    const back = () => this.empty && this.set(had);
    return { fields: { files: had.files, pictures: had.pictures, ...(had.card && { card: had.card.id }) }, back };
  }

  draw() {
    const { files, pictures, card } = this.now;
    const remove = (file) => {
      this.problem = "";
      const without = (all) => all.filter((one) => one !== file);
      this.set({ files: without(files), pictures: without(pictures) });
    };
    const chosen = tray("t", [...files, ...pictures], remove, () => icon("close"));
    this.node.replaceChildren(...[card && this.picked(card), chosen].filter(Boolean));
    this.node.hidden = this.empty;
  }

  picked(card) {
    const { me } = this.w;
    const nothing = async () => ({});
    const setting = { tz: me.tz, locale: me.locale, people: [], name: `picked/${card.id}`, press: nothing, follow: nothing };
    const remove = h("button", { type: "button", class: "t-tool", "aria-label": `Remove ${card.title}` }, icon("close"));
    remove.addEventListener("click", () => this.set({ card: null }));
    const seen = h("div", { class: "t-picked-card", inert: true }, drawCard(card.card, setting));
    return h("div", { class: "t-picked", role: "group", "aria-label": `Will be sent: ${card.title}` }, seen, remove);
  }

  /** The paperclip, and what is behind it. @returns {HTMLElement[]} */
  clip() {
    const input = chooser((files) => this.add(files));
    const label = "Attach files";
    const node = h("button", { type: "button", class: "t-tool", "aria-label": label, title: label }, icon("clip"));
    node.addEventListener("click", () => input.click());
    return [node, input];
  }
}
