import { byId, el, keyed, setText, setTone } from "./dom.js";
import { toAgo, toCount, toCounted, toMoment, toSpan } from "./format.js";

/** So many are shown before somebody wants to see more. */
const firstRows = 10;

const doneWords = { retry: "tried anew", drop: "dropped" };

/** A list of rows from which some can be chosen, to be tried anew or dropped. `decide` asks for it and tells the outcome. */
export function createDeliveries(id, decide) {
  const section = byId(id);
  const find = (selector) => section.querySelector(selector);
  const [list, result, whole] = [find(".rows"), find(".result"), find(".all input")];
  const more = find(".more");
  const buttons = [...section.querySelectorAll(".acts button")];
  let known = new Map();
  let given = { rows: [], total: 0 };

  const toChosen = () =>
    [...list.querySelectorAll(":checked")].map(({ value }) => known.get(value));

  function showChosen() {
    const count = toChosen().length;
    whole.checked = count > 0 && count === known.size;
    whole.indeterminate = count > 0 && count < known.size;
    for (const button of buttons) button.disabled = count === 0;
  }

  async function act(name) {
    const chosen = toChosen();
    if (name === "drop" && !(await confirmDrop(chosen.length))) return;
    for (const button of buttons) button.disabled = true;
    const outcome = await decide(toDecisions(name, chosen));
    setTone(result, outcome.error ? "bad" : outcome.refused.length > 0 ? "warn" : "good");
    setText(result, toOutcomeText(name, outcome));
    for (const box of list.querySelectorAll(":checked")) box.checked = false;
    showChosen();
  }

  section.addEventListener("change", ({ target }) => {
    if (target === whole) {
      for (const box of list.querySelectorAll("input")) box.checked = whole.checked;
    }
    showChosen();
  });
  for (const button of buttons) button.addEventListener("click", () => void act(button.value));

  function showRows() {
    const { rows: all, total } = given;
    const rows = more.dataset.done ? all : all.slice(0, firstRows);
    known = new Map(rows.map((row) => [row.key, row]));
    keyed(list, rows, { key: ({ key }) => key, create: createRow, update: showRow });
    find(".empty").hidden = total > 0;
    find(".acts").hidden = rows.length === 0;
    more.hidden = rows.length === all.length;
    setText(more, `Show ${all.length - rows.length} more`);
    setText(find(".shown"), total > rows.length ? `${rows.length} of ${toCount(total)}` : "");
    showChosen();
  }

  more.addEventListener("click", () => {
    more.dataset.done = "yes";
    showRows();
  });

  return {
    /** @param total how many there are, however many are given */
    show(rows, total) {
      given = { rows, total };
      showRows();
    },
    showTimes(now) {
      for (const node of list.children) {
        const row = known.get(node.dataset.key);
        const time = node.querySelector("time");
        if (row) setText(time, toTimes(row, now));
      }
    },
  };
}

/** A delivery as a row. What could not be understood is planned again with its notification. */
export function toDeliveryRow({ id, name, phone, side, kind, state, ...delivery }) {
  const { notificationId } = delivery;
  const isUnreadable = kind === "unreadable";
  const where = side === "team" ? "to the team" : "to the customer";
  return {
    ...delivery,
    key: `d${id}`,
    who: name ?? (isUnreadable ? "Something from WhatsApp" : "Nobody’s"),
    phone: phone === name ? null : phone,
    what: isUnreadable ? "could not be understood" : `${kind} ${where}${toStateText(state)}`,
    retry:
      isUnreadable && notificationId !== null
        ? { name: "notifications.replay", id: notificationId }
        : { name: "deliveries.retry", id },
    drop: { name: "deliveries.drop", id },
    reason: delivery.reason ?? (state === "held" ? "Goes out when the customer writes" : null),
    at: delivery.failedAt ?? delivery.createdAt,
    shownId: `#${id}`,
    command: `whatsapp-bot deliveries show ${id}`,
  };
}

/** A notification of which nothing could be understood, as a row. */
export function toNotificationRow({ id, source, receivedAt, reason }) {
  return {
    key: `n${id}`,
    who: source === "dialog360" ? "Something from WhatsApp" : "Something from Teamwire",
    phone: null,
    what: "notification that could not be understood",
    reason,
    attempts: 0,
    nextAttemptAt: null,
    retry: { name: "notifications.replay", id },
    drop: { name: "notifications.drop", id },
    at: receivedAt,
    shownId: `n${id}`,
    command: `whatsapp-bot notifications show ${id}`,
  };
}

function createRow({ key, command }) {
  const box = el("input", { type: "checkbox", value: key });
  return el(
    "li",
    { class: "row delivery" },
    box,
    el("p", { class: "who" }, el("span"), " ", el("small")),
    el("p", { class: "what" }),
    el("p", { class: "reason" }),
    el("p", { class: "when" }, el("time")),
    el("p", { class: "id", title: command }),
  );
}

function showRow(node, { who, phone, what, reason, at, shownId }) {
  const [box, whoNode, whatNode, reasonNode, when, idNode] = node.children;
  box.ariaLabel = `Choose ${shownId}, ${who}`;
  setText(whoNode.firstChild, who);
  setText(whoNode.lastChild, phone ?? "");
  setText(reasonNode, reason ?? "");
  setText(idNode, shownId);
  setText(whatNode, what);
  when.firstChild.dateTime = new Date(at).toISOString();
  when.title = toMoment(at);
}

function toTimes({ at, attempts, nextAttemptAt }, now) {
  const parts = [toAgo(at, now)];
  if (attempts > 1) parts.push(toCounted(attempts, "try", "tries"));
  if (nextAttemptAt !== null && nextAttemptAt > now)
    parts.push(`next in ${toSpan(nextAttemptAt - now)}`);
  return parts.join(" · ");
}

function toStateText(state) {
  return { pending: "", failed: "", held: ", kept" }[state] ?? `, ${state}`;
}

/** The ids by the names under which each kind of row is decided. */
function toDecisions(act, rows) {
  const decisions = {};
  for (const row of rows) {
    const { name, id } = row[act];
    decisions[name] = [...new Set([...(decisions[name] ?? []), id])];
  }
  return decisions;
}

function toOutcomeText(act, { done, refused = [], error }) {
  if (error) return error;
  const reasons = refused.map(({ id, of, reason }) => {
    const shownId = of === "notifications" ? `n${id}` : `#${id}`;
    return `${shownId} was refused: ${reason}`;
  });
  return [`${toCount(done)} ${doneWords[act]}`, ...reasons].join(". ");
}

async function confirmDrop(count) {
  const dialog = byId("confirm");
  setText(byId("confirm-title"), `Drop ${toCounted(count, "row", "rows")}?`);
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  return dialog.returnValue === "drop";
}
