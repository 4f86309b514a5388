/** What a machine can see of a page: what a screen reader would not know, what an eye could not read, what does not fit. */
window.looking = (() => {
  const USED = `a[href], button, input, select, textarea, summary, [tabindex="0"], [role=button], [role=dialog], [role=log],
    [role=listbox], [role=tab], [role=menuitem], section, nav, aside`;
  const LETTER = /[\p{L}\p{N}]/u;
  const seen = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !one.closest("[inert]");
  const brief = (one) => one.outerHTML.slice(0, 200);

  function words(one) {
    return [...one.childNodes].map(word).join("").trim();
  }

  function word(node) {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true") return "";
    if (getComputedStyle(node).display === "none") return "";
    return node.getAttribute("aria-label") || node.alt || words(node);
  }

  function nameOf(one) {
    const told = (one.getAttribute("aria-labelledby") || "").split(/\s+/).map((id) => document.getElementById(id));
    const label = [...told, ...(one.labels || [])].map((node) => node?.textContent || "").join(" ").trim();
    const field = ["INPUT", "SELECT", "TEXTAREA"].includes(one.tagName);
    return one.getAttribute("aria-label") || label || (field ? "" : words(one)) || one.title || "";
  }

  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const paint = canvas.getContext("2d", { willReadFrequently: true });

  function rgba(colour) {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = paint.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  }

  const over = (top, below) => [0, 1, 2].map((part) => top[part] * top[3] + below[part] * (1 - top[3])).concat(1);

  /** The colour behind an element, through everything that lets some of it through. */
  function ground(one) {
    const layers = [];
    for (let at = one; at && layers.at(-1)?.[3] !== 1; at = at.parentElement) {
      layers.push(rgba(getComputedStyle(at).backgroundColor));
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  }

  function luminance(colour) {
    const parts = colour.slice(0, 3).map((part) => part / 255);
    const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function contrast(one) {
    const below = ground(one);
    const own = over(rgba(getComputedStyle(one).color), below);
    const [dark, light] = [luminance(own), luminance(below)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  function needed(one) {
    const { fontSize, fontWeight } = getComputedStyle(one);
    const size = parseFloat(fontSize);
    return size >= 24 || (size >= 18.6 && Number(fontWeight) >= 700) ? 3 : 4.5;
  }

  return {
    /** How what has the focus is called. */
    focused: () => nameOf(document.activeElement),

    /** Whether it shows that it has the focus. */
    outlined() {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
      return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
    },

    /** Everything that can be used, and every region, without a name. */
    nameless: () => [...document.querySelectorAll(USED)].filter((one) => seen(one) && !nameOf(one)).map(brief),

    /** Where the order of headings leaves out a level; there is one of the first level. */
    headings() {
      const all = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6, [role=heading]")].filter(seen);
      const level = (one) => Number(one.getAttribute("aria-level") || one.tagName[1]);
      const jumps = all.filter((one, place) => level(one) > (place ? level(all[place - 1]) : 0) + 1);
      const first = all.filter((one) => level(one) === 1).length === 1 ? [] : ["not one heading of the first level"];
      return [...first, ...jumps.map(brief)];
    },

    /** Words that do not stand out from what is behind them: a contrast under 4.5, or 3 for large ones. */
    faint() {
      const found = new Set();
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const one = walk.currentNode.parentElement;
        if (!LETTER.test(walk.currentNode.data) || !seen(one) || one.closest(".unseen, [aria-disabled=true]")) continue;
        const ratio = contrast(one);
        if (ratio < needed(one)) found.add(`${one.className || one.tagName} ${ratio.toFixed(2)}: ${one.textContent.slice(0, 40)}`);
      }
      return [...found];
    },

    /** What is wider than it may be. */
    overflow() {
      const all = [document.documentElement, ...document.querySelectorAll("section[aria-label], [role=log], [role=dialog]")];
      const wide = all.filter((one) => one.clientWidth && one.scrollWidth > one.clientWidth + 1);
      return wide.map((one) => `${nameOf(one) || one.tagName}: ${one.scrollWidth} > ${one.clientWidth}`);
    },

    /** Words of the tour that do not fit where they stand, or are not shown. */
    cut() {
      const all = [...document.querySelectorAll(".step, .step p, .step h3")];
      const lost = (one) => !one.checkVisibility() || one.scrollWidth > one.clientWidth + 1;
      return all.filter(lost).map(brief);
    },

    /** What would bring something in from elsewhere, and links that are none. */
    dangerous() {
      const links = [...document.querySelectorAll("a[href]")].filter((one) => !/^(https?|mailto):/.test(one.href));
      const brought = [...document.querySelectorAll("img, script, link, iframe, object, embed, video, audio")];
      return [...links, ...brought.filter((one) => !(one.src || one.href || "").startsWith(location.origin))].map(brief);
    },
  };
})();
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
