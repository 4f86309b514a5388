// @ts-check
/** Light or dark: as the machine has it, until one chooses. */

const KEPT = "sahayak-theme";
const ROUND = { "": "dark", dark: "light", light: "" };
export const NAMES = { "": "Theme: as on this machine", dark: "Theme: dark", light: "Theme: light" };

/** The choice that was kept; storage may be closed to a page. */
function kept() {
  try {
    return localStorage.getItem(KEPT) || "";
  } catch {
    return "";
  }
}

function keep(theme) {
  try {
    localStorage.setItem(KEPT, theme);
  } catch (refused) {
    console.info("The choice of a theme is not kept here.", refused);
  }
}

export const current = () => document.documentElement.dataset.theme || "";

/** @param {string} theme */
export function choose(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

/** The next of the three. */
export function turn() {
  choose(ROUND[current()]);
  keep(current());
}

choose(kept());
