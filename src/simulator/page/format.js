const hourMs = 60 * 60 * 1000;
const clockTime = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const moment = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

export function toTime(at) {
  return clockTime.format(at);
}

export function toDay(at) {
  return day.format(at);
}

export function toMoment(at) {
  return moment.format(at);
}

/** The hours of a customer's window that are left: 23:59:10. */
export function toCountdown(ms) {
  const seconds = Math.ceil(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** The same in a word, for the small print: 23 h, 59 min. */
export function toShortCountdown(ms) {
  const minutes = Math.ceil(ms / 60_000);
  return minutes >= 60 ? `${Math.floor(minutes / 60)} h` : `${minutes} min`;
}

/** The window of a customer: its state, the time left, and how full it is from 0 to 1. */
export function toWindow(windowExpiresAt, now) {
  if (windowExpiresAt === null) return { state: "none", left: 0, share: 0 };
  const left = windowExpiresAt - now;
  if (left <= 0) return { state: "closed", left: 0, share: 0 };
  const state = left <= 4 * hourMs ? "soon" : "open";
  return { state, left, share: Math.min(1, left / (24 * hourMs)) };
}

/** Up to two letters for a face. */
export function toInitials(name) {
  const words = name.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  const letters = words.map((word) => word.match(/\p{L}/u)?.[0] ?? "");
  return (letters.length > 1 ? letters[0] + letters.at(-1) : (letters[0] ?? "#")).toUpperCase();
}

/** One of the eight colours of faces and names, the same for the same name. */
export function toHue(name) {
  let sum = 0;
  for (const char of name) sum = (sum * 31 + char.codePointAt(0)) % 997;
  return sum % 8;
}

/** Messages with the days between them: `{ day }` before the first of each. */
export function withDays(messages, idOf) {
  let last = "";
  return messages.flatMap((message) => {
    const today = toDay(message.at);
    const items = today === last ? [] : [{ key: `day ${idOf(message)}`, day: today }];
    last = today;
    return [...items, { key: idOf(message), message }];
  });
}

/** A file's size: 12 kB, 3.4 MB. */
export function toSize(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
