// @ts-check
/** Where a list of messages stands. */

/** So many pixels from the end still count as being there. */
const NEAR = 60;

/** @param {any} log */
export const toEnd = (log) => (log.scrollTop = log.scrollHeight);

/**
 * A list of messages shows its end, whatever comes and however it is resized, until somebody scrolls up.
 * A picture that comes later makes it longer, which is no scrolling up.
 * @param {any} log
 */
export function followEnd(log) {
  log.follows = true;
  let before = 0;
  log.addEventListener("scroll", () => {
    const end = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
    if (end || log.scrollTop < before) log.follows = end;
    before = log.scrollTop;
  });
  const stay = () => log.follows && toEnd(log);
  new ResizeObserver(stay).observe(log);
  log.addEventListener("load", stay, true);
  toEnd(log);
  return log;
}
