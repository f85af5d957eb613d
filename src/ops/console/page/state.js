import { byId, el, keyed, setText, setTone } from "./dom.js";
import { toAgo, toCount, toMoment, toSpan } from "./format.js";

/** What of the troubles belongs to which side, by how their ids begin. */
const sides = [
  { id: "side-customer", troubles: /^(?:dialog360|webhook|templates|silence)/ },
  { id: "side-team", troubles: /^(?:teamwire|recipients|avatar)/ },
];

/** Shows whether notifications can be taken, and what else is wrong. */
export function showHealth({ ready, reasons, degraded }) {
  const pill = byId("ready");
  pill.hidden = false;
  setTone(pill, ready ? (degraded.length > 0 ? "warn" : "good") : "bad");
  setText(pill, ready ? (degraded.length > 0 ? "Ready, degraded" : "Ready") : "Not ready");
  const blocks = reasons.map((reason) => ({
    id: `not ready: ${reason}`,
    tone: "bad",
    detail: `Notifications cannot be taken: ${reason}`,
    remedy: "360dialog repeats them for up to 7 days, and what is due goes on by itself",
  }));
  keyed(byId("troubles"), [...blocks, ...degraded], {
    key: ({ id }) => id,
    create: ({ since }) =>
      el(
        "li",
        { class: "trouble" },
        el("strong"),
        el("p"),
        ...(since ? [el("time", { dateTime: since, title: toMoment(Date.parse(since)) })] : []),
      ),
    update(node, { detail, remedy, tone = "warn" }) {
      const [what, how] = node.children;
      setTone(node, tone);
      setText(what, toSentence(detail));
      setText(how, `What to do: ${remedy}`);
    },
  });
  for (const { id, troubles } of sides) {
    const isWrong = degraded.some((trouble) => troubles.test(trouble.id));
    setTone(byId(id), isWrong ? "warn" : "good");
  }
}

/** Shows what waits on either side, and the figures. */
export function showCounts(counts) {
  const { toCustomer, toTeam, notifications } = counts;
  setText(find("side-customer", ".side-state"), toQueue(toCustomer, "to customers"));
  const unplanned = notifications > 0 ? `, ${toCount(notifications)} just came in` : "";
  setText(find("side-team", ".side-state"), `${toQueue(toTeam, "to the team")}${unplanned}`);
  byId("side-customer").dataset.last = counts.lastFromCustomer ?? "";
  byId("side-team").dataset.last = counts.lastFromTeam ?? "";
  for (const [id, count, tone] of [
    ["open", counts.open, null],
    ["owed", counts.owed, null],
    ["pending", toCustomer + toTeam, null],
    ["held", counts.held, null],
    ["failed", counts.failed + counts.dead, "bad"],
  ]) {
    const node = byId(`count-${id}`);
    setText(node, toCount(count));
    setTone(node, count > 0 ? tone : null);
  }
}

/** Lets what is said in relation to now keep up with it. */
export function showTimes(now) {
  for (const time of document.querySelectorAll(".trouble time")) {
    const ms = now - Date.parse(time.dateTime);
    setText(time, ms < 5_000 ? "Just now" : `For ${toSpan(ms)}`);
  }
  for (const [id, wrote, silent] of [
    ["side-customer", "Customers wrote", "No customer has written yet"],
    ["side-team", "The team wrote", "The team has not written yet"],
  ]) {
    const { last } = byId(id).dataset;
    setText(find(id, ".side-last"), last ? `${wrote} ${toAgo(Number(last), now)}` : silent);
  }
}

function find(id, selector) {
  return byId(id).querySelector(selector);
}

function toQueue(count, where) {
  return count === 0 ? `Nothing waits to go ${where}` : `${toCount(count)} on the way ${where}`;
}

function toSentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
