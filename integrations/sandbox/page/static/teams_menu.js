// @ts-check
/** A button that opens a small menu beneath it, for mouse and keyboard. */
import { h } from "./dom.js";

/**
 * @param {any} face what the button shows @param {string} label what it is called @param {string} look its class
 * @param {{title: string, act: (from: HTMLElement) => void, danger?: boolean}[]} items
 */
export function menuButton(face, label, look, items) {
  const button = h(
    "button",
    { type: "button", class: look, "aria-label": label, title: label, "aria-haspopup": "menu", "aria-expanded": "false" },
    face,
  );
  const menu = h("div", { class: "t-menu", role: "menu", hidden: true });
  const node = h("span", { class: "t-menu-holder" }, button, menu);
  const close = () => {
    menu.hidden = true;
    button.setAttribute("aria-expanded", "false");
  };
  menu.append(
    ...items.map((item) =>
      itemOf(item, () => {
        close();
        button.focus();
        item.act(button);
      }),
    ),
  );
  button.addEventListener("click", () => {
    const opens = menu.hidden;
    menu.hidden = !opens;
    button.setAttribute("aria-expanded", String(opens));
    if (opens) place(menu);
  });
  node.addEventListener("focusout", (event) => node.contains(event.relatedTarget) || close());
  node.addEventListener("keydown", (event) => keys(event, menu, button, close));
  return node;
}

function itemOf(item, act) {
  const node = h(
    "button",
    { type: "button", role: "menuitem", tabindex: "-1", class: item.danger ? "t-danger" : "" },
    h("bdi", null, item.title),
  );
  node.addEventListener("click", act);
  return node;
}

/** Above the button where there is no room below it; its first entry gets the focus. */
function place(menu) {
  menu.classList.remove("t-above");
  const bounds = (menu.closest(".t-scroll") ?? document.documentElement).getBoundingClientRect();
  if (menu.getBoundingClientRect().bottom > bounds.bottom) menu.classList.add("t-above");
  menu.querySelector("button")?.focus({ preventScroll: true });
}

function keys(event, menu, button, close) {
  if (menu.hidden) return;
  const items = [...menu.querySelectorAll("button")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  else if (event.key === "Escape") {
    close();
    button.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}
