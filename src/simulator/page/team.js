import { createAttached, toSummary } from "./attached.js";
import { byId, el, keepEnd, keyed, setText } from "./dom.js";
import { createActs } from "./draft.js";
import { toHue, toInitials, toTime, withDays } from "./format.js";

/** The list of chats, the one with the latest post first. */
export function renderChats(state, { chosen, seen, choose }) {
  const chats = toLatestFirst(state.chats);
  setText(byId("chat-count"), chats.length > 0 ? String(chats.length) : "");
  byId("chats-hint").hidden = chats.length > 0;
  keyed(byId("chats"), chats, {
    key: (chat) => chat.tid,
    create: (chat) => createCard(chat, choose),
    update: (node, chat) => updateCard(node, chat, { chosen, seen }),
  });
}

/** The chat that is open; undefined shows what to do first. */
export function renderChat(chat, uid) {
  byId("team-empty").hidden = chat !== undefined;
  byId("team-form").inert = chat === undefined || chat.isClosed;
  byId("chat-acts").hidden = chat === undefined;
  byId("chat-avatar").hidden = chat === undefined;
  byId("team-messages").hidden = chat === undefined;
  setText(byId("chat-title"), chat?.title ?? "Nothing to answer yet");
  setText(byId("chat-members"), chat?.members.join(", ") ?? "Members of a chat are listed here");
  byId("team-text").placeholder = chat?.isClosed
    ? "This chat is closed"
    : "Answer, or / for a command";
  byId("chat-members").title = chat?.members.join(", ") ?? "";
  if (!chat) return;
  byId("team-messages").setAttribute("aria-label", `Chat ${chat.title}`);
  setText(byId("chat-avatar"), toInitials(toWho(chat.title)));
  setText(byId("chat-close"), chat.isClosed ? "Reopen" : "Close");
  keepEnd(byId("team-thread"), () => {
    keyed(
      byId("team-messages"),
      withDays(chat.messages, ({ mid }) => mid),
      {
        key: (item) => item.key,
        create: createPost,
        update: (node, item) => updatePost(node, item, { chat, uid }),
      },
    );
  });
}

/** Who may answer. */
export function renderColleagues(colleagues) {
  keyed(byId("colleague"), colleagues, {
    key: ({ uid }) => uid,
    create: ({ uid, name }) => el("option", { value: uid }, name),
    update: () => undefined,
  });
}

/** The chats, the one with the latest post first. */
export function toLatestFirst(chats) {
  return chats.toSorted((a, b) => lastAt(b) - lastAt(a));
}

function lastAt(chat) {
  return chat.messages.at(-1)?.at ?? 0;
}

/** The customer's part of a title such as `Whatsapp: Tobias (+49…)`. */
function toWho(title) {
  return title.replace(/^[^:]*:\s*/, "").replace(/\s*\(.*\)$/, "");
}

function createCard(chat, choose) {
  const input = el("input", { type: "radio", name: "chat", value: chat.tid });
  input.addEventListener("change", () => choose(chat.tid));
  const face = el("span", { class: "avatar team-avatar", "aria-hidden": "true" });
  face.textContent = toInitials(toWho(chat.title));
  return el(
    "label",
    { class: "card" },
    input,
    face,
    el(
      "span",
      { class: "card-text" },
      el("strong", {}),
      el(
        "span",
        { class: "card-row" },
        el("small", {}),
        el("time", {}),
        el("span", { class: "badge", hidden: true }),
      ),
    ),
  );
}

function updateCard(node, chat, { chosen, seen }) {
  const last = chat.messages.at(-1);
  const preview = chat.isClosed ? "Closed" : last ? toSummary(last) : "No messages yet";
  node.classList.toggle("is-closed", chat.isClosed);
  node.querySelector("input").checked = chat.tid === chosen;
  setText(node.querySelector("strong"), chat.title);
  setText(node.querySelector("small"), preview);
  setText(node.querySelector("time"), last ? toTime(last.at) : "");
  const unread = chat.tid === chosen ? 0 : chat.messages.length - (seen.get(chat.tid) ?? 0);
  const badge = node.querySelector(".badge");
  setText(badge, String(unread));
  badge.hidden = unread <= 0;
  badge.setAttribute("aria-label", `${unread} unread`);
}

function createPost({ day, message }) {
  if (day) return el("li", { class: "day" }, el("span", {}, day));
  const name = message.displayName ?? message.author;
  const post = el("li", { class: "post" });
  const author = el("strong", {}, name);
  author.dataset.hue = toHue(name);
  const face = el("span", { class: "avatar", "aria-hidden": "true" }, toInitials(name));
  face.dataset.hue = toHue(name);
  if (message.byBot && !message.displayName) post.classList.add("by-bot");
  post.append(
    face,
    el(
      "div",
      { class: "post-body" },
      el(
        "span",
        { class: "post-head" },
        author,
        ...(message.byBot && message.displayName ? [el("small", {}, "via WhatsApp")] : []),
        el("time", { dateTime: new Date(message.at).toISOString() }, toTime(message.at)),
      ),
      el("blockquote", { hidden: true }),
      createAttached(message),
      el("p", {}, message.text),
      createActs(message.byBot ? commonActs : [...commonActs, ...ownActs]),
    ),
  );
  return post;
}

const commonActs = [["reply", "↩", "Reply"]];
const ownActs = [["delete", "✕", "Delete"]];

function updatePost(node, { message }, { chat, uid }) {
  if (!message) return;
  node.classList.toggle("own", message.uid === uid);
  node.classList.toggle("is-deleted", message.deleted);
  if (message.deleted) {
    setText(node.querySelector("p"), "This message was deleted");
    node.querySelector(".attached").replaceChildren();
  }
  node.querySelector(".acts").hidden = message.deleted;
  const quoted = chat.messages.find(({ mid }) => mid === message.replyTo);
  const quote = node.querySelector("blockquote");
  quote.hidden = !quoted;
  if (quoted) setText(quote, toSummary(quoted));
}
