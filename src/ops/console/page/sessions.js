import { byId, el, keyed, setText, setTone } from "./dom.js";
import { toAgo, toCount, toMoment, toSpan } from "./format.js";

const dayMs = 24 * 60 * 60 * 1000;
const soonMs = 4 * 60 * 60 * 1000;
const lastMs = 30 * 60 * 1000;

/** The lists there are, with what is known of how many are in each. */
const views = [
  { name: "recent", label: "All", count: ({ sessions }) => sessions },
  { name: "owed", label: "Answer owed", count: ({ owed }) => owed },
  { name: "open", label: "Window open", count: ({ open }) => open },
  { name: "closed", label: "Window closed", count: ({ sessions, open }) => sessions - open },
  { name: "waiting", label: "On their way", count: () => null },
  { name: "held", label: "Kept", count: () => null },
  { name: "failed", label: "Failed", count: () => null },
];

/** Offers the lists; `show` is called with the name of the one that was chosen, at once with that of the address. */
export function offerViews(show) {
  const asked = location.hash.slice(1);
  const first = views.some(({ name }) => name === asked) ? asked : "recent";
  for (const { name, label } of views) {
    const input = el("input", {
      type: "radio",
      name: "view",
      value: name,
      checked: name === first,
    });
    input.addEventListener("change", () => {
      history.replaceState(null, "", `#${name}`);
      show(name);
    });
    byId("views").append(el("label", { class: "view" }, input, el("span", {}, label)));
  }
  show(first);
}

/** Shows how many are in each list. */
export function showViewCounts(counts) {
  views.forEach(({ label, count }, index) => {
    const known = count(counts);
    const text = known === null ? label : `${label} ${toCount(known)}`;
    setText(byId("views").querySelectorAll("span")[index], text);
  });
}

/** Shows the sessions of the chosen list. */
export function showSessions(sessions, counts) {
  const chosen = views.find(({ name }) => name === toChosen());
  const total = counts && chosen.count(counts);
  const isPart = total === null ? sessions.length === 100 : total > sessions.length;
  setText(byId("sessions-shown"), isPart ? `the first ${sessions.length}` : "");
  byId("sessions-empty").hidden = sessions.length > 0;
  keyed(byId("sessions"), sessions, {
    key: ({ id }) => String(id),
    create: ({ id }) =>
      el(
        "li",
        { class: "row session" },
        el("p", { class: "who" }, el("span"), " ", el("small")),
        el("div", { class: "window" }, el("span"), el("div", { class: "track" }, el("i"))),
        el("p", { class: "badges" }),
        el("p", { class: "when" }, el("time")),
        el("p", { class: "id", title: `whatsapp-bot sessions show ${id}` }, `#${id}`),
      ),
    update: showSession,
  });
}

/** Lets the windows run down. */
export function showWindows(now) {
  for (const row of byId("sessions").children) {
    const [, shown, , when] = row.children;
    const { ends, last } = row.dataset;
    const left = ends ? Number(ends) - now : null;
    setTone(shown, toTone(left));
    setText(shown.firstChild, toWindowText(left));
    const share = Math.min(1, Math.max(0, (left ?? 0) / dayMs));
    shown.querySelector("i").style.width = `${(100 * share).toFixed(2)}%`;
    setText(when.firstChild, last ? `wrote ${toAgo(Number(last), now)}` : "");
  }
}

function showSession(node, { name, phone, windowExpiresAt, lastReceivedAt, ...session }) {
  const [who, , badges, when] = node.children;
  setText(who.firstChild, name);
  setText(who.lastChild, phone && phone !== name ? phone : "");
  node.dataset.ends = windowExpiresAt ?? "";
  node.dataset.last = lastReceivedAt ?? "";
  if (lastReceivedAt !== null) {
    when.firstChild.dateTime = new Date(lastReceivedAt).toISOString();
    when.title = toMoment(lastReceivedAt);
  }
  keyed(badges, toBadges(session), {
    key: ({ text }) => text,
    create: ({ text, tone }) => el("span", { class: "badge", "data-tone": tone }, text),
    update: () => {},
  });
}

function toBadges({ owed, pending, held, failed }) {
  return [
    ...(owed ? [{ text: "answer owed", tone: "plain" }] : []),
    ...(pending > 0 ? [{ text: `${toCount(pending)} on the way`, tone: "plain" }] : []),
    ...(held > 0 ? [{ text: `${toCount(held)} kept`, tone: "warn" }] : []),
    ...(failed > 0 ? [{ text: `${toCount(failed)} failed`, tone: "bad" }] : []),
  ];
}

function toWindowText(left) {
  if (left === null) return "No window yet";
  return left > 0 ? `${toSpan(left)} left` : `Closed ${toSpan(-left)} ago`;
}

function toTone(left) {
  if (left === null || left <= 0) return "closed";
  if (left <= lastMs) return "bad";
  return left <= soonMs ? "warn" : null;
}

function toChosen() {
  return byId("views").querySelector(":checked")?.value ?? "recent";
}
