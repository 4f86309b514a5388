// @ts-check
/** Instants in a reader's own zone and language. Seconds are Unix seconds; `me` is {tz, locale}; `now` an ISO instant. */

const DAY = { year: "numeric", month: "2-digit", day: "2-digit" };
const SHAPES = {
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};
/** @type {Map<string, Intl.DateTimeFormat>} */
const FORMATS = new Map();

function format(seconds, me, shape) {
  const name = JSON.stringify([me.locale, me.tz, shape]);
  let made = FORMATS.get(name);
  if (!made) FORMATS.set(name, (made = formatter(me.locale, me.tz, shape)));
  return made.format(new Date(seconds * 1000));
}

/** English and UTC where the browser does not know the language or the zone. */
function formatter(locale, tz, shape) {
  try {
    return new Intl.DateTimeFormat(locale || "en", { ...shape, timeZone: tz || "UTC" });
  } catch (unknown) {
    if (!(unknown instanceof RangeError)) throw unknown;
    return new Intl.DateTimeFormat("en", { ...shape, timeZone: "UTC" });
  }
}

/** The day there, as 2026-02-18. */
export function day(seconds, me) {
  return format(seconds, { tz: me.tz, locale: "en-CA" }, DAY);
}

/** The time of day. */
export function time(seconds, me) {
  return format(seconds, me, SHAPES.time);
}

/** Day and time, in full. */
export function moment(seconds, me) {
  return `${format(seconds, me, SHAPES.date_long)}, ${format(seconds, me, SHAPES.time_secs)}`;
}

/** "today", "yesterday" or "tomorrow" in the reader's language, else "". */
function near(seconds, me, now) {
  const apart = Math.round((Date.parse(day(seconds, me)) - Date.parse(day(now, me))) / 86_400_000);
  if (!(Math.abs(apart) <= 1)) return "";
  return new Intl.RelativeTimeFormat(me.locale || "en", { numeric: "auto" }).format(apart, "day");
}

/** The heading above the messages of a day. */
export function dayName(seconds, me, now) {
  const word = near(seconds, me, Date.parse(now) / 1000);
  return capital(word || format(seconds, me, { weekday: "long", month: "long", day: "numeric" }));
}

/** Slack's date format: "{date_short_pretty} {time}" and the like; an unknown part stays as it is written. */
export function formatted(seconds, pattern, me, now) {
  const words = pattern.replace(/\{(\w+)\}/g, (whole, part) => {
    if (part === "date_num") return day(seconds, me);
    const shape = SHAPES[part.replace(/_pretty$/, "")];
    const word = part.endsWith("_pretty") ? near(seconds, me, Date.parse(now) / 1000) : "";
    return word || (shape ? format(seconds, me, shape) : whole);
  });
  return pattern.startsWith("{") ? capital(words) : words;
}

function capital(words) {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
