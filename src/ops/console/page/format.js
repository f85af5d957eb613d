const counts = new Intl.NumberFormat();
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A count with its separators. */
export function toCount(count) {
  return counts.format(count);
}

/** A count with its noun, in the right number. */
export function toCounted(count, one, many) {
  return `${toCount(count)} ${count === 1 ? one : many}`;
}

/** A time of day. */
export function toClock(at) {
  return clock.format(at);
}

/** A moment in full, for those who want to know exactly. */
export function toMoment(at) {
  return moment.format(at);
}

/** A span of time by its two largest units. */
export function toSpan(ms) {
  if (ms < minuteMs) return `${Math.max(0, Math.floor(ms / 1000))} s`;
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)} min`;
  if (ms < dayMs) return `${Math.floor(ms / hourMs)} h ${Math.floor((ms % hourMs) / minuteMs)} min`;
  return `${Math.floor(ms / dayMs)} d ${Math.floor((ms % dayMs) / hourMs)} h`;
}

/** How long ago something was. */
export function toAgo(at, now) {
  return now - at < 5_000 ? "just now" : `${toSpan(now - at)} ago`;
}
