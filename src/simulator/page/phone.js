import { createAttached, toSummary } from "./attached.js";
import { byId, el, keepEnd, keyed, onClick, setText, showCard } from "./dom.js";
import { createActs } from "./draft.js";
import {
  toCountdown,
  toHue,
  toInitials,
  toShortCountdown,
  toTime,
  toWindow,
  withDays,
} from "./format.js";

const windowWords = {
  none: "No window yet",
  open: "Window open",
  soon: "Window closes soon",
  closed: "Window closed",
};
const receiptWords = {
  accepted: "on its way",
  sent: "sent",
  delivered: "delivered",
  read: "read",
  failed: "not delivered",
};
const failureWords = {
  131047: "the window was closed",
  131026: "this customer cannot be reached",
};

/** The list of customers; `choose` is called with the id of the one that is picked. */
export function renderCustomers(state, chosen, choose) {
  keyed(byId("customers"), state.customers, {
    key: (customer) => customer.id,
    create: (customer) => createCard(customer, choose),
    update: (node, customer) => {
      const input = node.querySelector("input");
      if (!input.checked && customer.id === chosen) showCard(node);
      input.checked = customer.id === chosen;
      const unread = customer.messages.filter(isUnread).length;
      const badge = node.querySelector(".badge");
      setText(badge, unread ? String(unread) : "");
      badge.hidden = unread === 0;
      badge.setAttribute("aria-label", `${unread} unread`);
    },
  });
}

/** The phone of one customer. */
export function renderPhone(customer) {
  setText(byId("phone-owner"), `on the phone of ${customer.name}`);
  setText(byId("phone-empty-title"), `You are ${customer.name}`);
  byId("phone-empty").hidden = customer.messages.length > 0;
  keepEnd(byId("phone-thread"), () => {
    keyed(
      byId("phone-messages"),
      withDays(customer.messages, ({ id }) => id),
      {
        key: (item) => item.key,
        create: createBubble,
        update: (node, item) => updateBubble(node, item, customer.messages),
      },
    );
  });
}

/** The windows, as they run down second by second. */
export function renderWindows(customers, chosen, now) {
  for (const customer of customers) {
    const { state, left } = toWindow(customer.windowExpiresAt, now);
    const chip = document.querySelector(`[data-key="${CSS.escape(customer.id)}"] .chip`);
    if (!chip) continue;
    chip.dataset.state = state;
    setText(chip, left > 0 ? toShortCountdown(left) : state === "none" ? "new" : "closed");
    chip.title = windowWords[state];
  }
  const customer = customers.find(({ id }) => id === chosen);
  if (!customer) return;
  const { state, left, share } = toWindow(customer.windowExpiresAt, now);
  byId("window").dataset.state = state;
  setText(byId("window-state"), windowWords[state]);
  setText(byId("window-left"), toWindowHint(state, left));
  byId("window-bar").style.width = `${(share * 100).toFixed(2)}%`;
}

function toWindowHint(state, left) {
  if (left > 0) return `· ${toCountdown(left)} left`;
  return state === "none" ? "· opens with the first message" : "· templates only";
}

function isUnread(message) {
  return message.from === "business" && message.state === "delivered";
}

function createCard(customer, choose) {
  const input = el("input", { type: "radio", name: "customer", value: customer.id });
  input.addEventListener("change", () => choose(customer.id));
  const face = el("span", { class: "avatar", "aria-hidden": "true" }, toInitials(customer.name));
  face.dataset.hue = toHue(customer.name);
  const contact = customer.phone ?? `@${customer.username}`;
  return el(
    "label",
    { class: "card" },
    input,
    face,
    el(
      "span",
      { class: "card-text" },
      el(
        "span",
        { class: "card-row" },
        el("strong", {}, customer.name),
        el("span", { class: "chip" }),
      ),
      el(
        "span",
        { class: "card-row" },
        el("small", {}, customer.phone ? contact : `${contact} · no number`),
        el("span", { class: "badge", hidden: true }),
      ),
    ),
  );
}

function createBubble({ day, message }) {
  if (day) return el("li", { class: "day" }, el("span", {}, day));
  const mine = message.from === "customer";
  const bubble = el("li", { class: mine ? "bubble mine" : "bubble" });
  const { card } = message;
  if (message.type === "template") bubble.append(el("small", { class: "tag" }, "Template"));
  bubble.append(
    el("blockquote", { hidden: true }),
    createAttached(message),
    ...(card?.heading ? [el("strong", { class: "heading" }, card.heading)] : []),
    el("p", {}),
    ...(card?.footer ? [el("small", { class: "footer" }, card.footer)] : []),
    el(
      "span",
      { class: "meta" },
      el("span", { class: "edited", hidden: true }, "edited"),
      el("time", { dateTime: new Date(message.at).toISOString() }, toTime(message.at)),
      el("span", { class: "ticks", role: "img" }),
    ),
    el("span", { class: "reaction", hidden: true, role: "img" }),
    createActs(toActs(message)),
  );
  if (card?.buttons.length > 0) bubble.append(createButtons(card.buttons));
  return bubble;
}

/** What a template offers to tap. */
function createButtons(buttons) {
  return el(
    "div",
    { class: "offers", role: "group", "aria-label": "Buttons" },
    ...buttons.map(createOffer),
  );
}

function createOffer({ does, label, value }) {
  if (does === "link") {
    return el("a", { href: value, target: "_blank", rel: "noreferrer", title: value }, label);
  }
  const button = el("button", { type: "button", disabled: does === "other" }, label);
  if (does === "reply") {
    button.dataset.act = "tap";
    button.dataset.label = label;
  }
  if (does === "copy") {
    button.title = value;
    onClick(button, () => navigator.clipboard.writeText(value));
  }
  return button;
}

function toActs({ from, type }) {
  const isMine = from === "customer";
  return [
    ["reply", "↩", "Reply"],
    ["react", "👍", "React, or take the reaction back"],
    ...(isMine && type === "text" ? [["edit", "✎", "Change"]] : []),
    ...(isMine ? [["delete", "✕", "Delete for everyone"]] : []),
  ];
}

function updateBubble(node, { message }, messages) {
  if (!message) return;
  setText(node.querySelector("p"), message.deleted ? "This message was deleted" : message.text);
  node.classList.toggle("is-deleted", message.deleted);
  if (message.deleted) node.querySelector(".attached").replaceChildren();
  node.querySelector(".acts").hidden = message.deleted;
  node.querySelector(".edited").hidden = !message.edited;
  const reaction = node.querySelector(".reaction");
  reaction.hidden = !message.reaction;
  setText(reaction, message.reaction ?? "");
  reaction.setAttribute("aria-label", `Reaction ${message.reaction ?? ""}`);
  const quoted = messages.find(({ id }) => id === message.replyTo);
  const quote = node.querySelector("blockquote");
  quote.hidden = !quoted;
  if (quoted) setText(quote, toSummary(quoted));
  const ticks = node.querySelector(".ticks");
  const words = receiptWords[message.state];
  const marks = { accepted: "✓", sent: "✓", failed: "!" }[message.state] ?? "✓✓";
  setText(ticks, marks);
  ticks.dataset.state = message.state;
  ticks.title = message.from === "customer" ? words : `The company is told: ${words}`;
  ticks.setAttribute("aria-label", words);
  if (!message.error || node.classList.contains("failed")) return;
  node.classList.add("failed");
  const { code, title } = message.error;
  const why = failureWords[code] ?? title;
  node.append(el("small", { class: "why" }, `Never reached the phone: ${why} (${code})`));
}
