import { ask, follow } from "./api.js";
import { chooseFiles, prepareAttach, toWhatsAppFile } from "./attach.js";
import { preparePictures, toSummary } from "./attached.js";
import { prepareCustomerDialog } from "./customer-dialog.js";
import { byId, el, onClick, onSend, setText, showCard } from "./dom.js";
import { Draft, onAct } from "./draft.js";
import { toMoment } from "./format.js";
import { Pending } from "./pending.js";
import { renderCustomers, renderPhone, renderWindows } from "./phone.js";
import { drawPicture, meetingPoint, playVoice, samples } from "./samples.js";
import { postFiles, sendFiles } from "./send-files.js";
import { renderChat, renderChats, renderColleagues, toLatestFirst } from "./team.js";

const readAfterMs = 1500;
const suggestions = ["Hello, is my order ready?", "Do you open on Saturday?", "Thank you!"];
const accepts = { media: "image/*,video/*,audio/*", files: "" };
const commands = ["/help", "/info", "/templates", "/send 1"];

let state = { now: Date.now(), connected: true, customers: [], colleagues: [], chats: [] };
/** How far the demo's clock is ahead of this browser's. */
let ahead = 0;
let customerId = null;
let tid = null;
/** How many posts of each chat were seen. */
const seen = new Map();
const phoneDraft = new Draft(byId("phone-form"));
const teamDraft = new Draft(byId("team-form"));
const phoneFiles = new Pending(byId("phone-form"));
const teamFiles = new Pending(byId("team-form"));

start();

function start() {
  follow({ onState, onLink });
  setInterval(renderTime, 1000);
  onSend(byId("phone-form"), write, () => !phoneFiles.isEmpty);
  onSend(byId("team-form"), answer, () => !teamFiles.isEmpty);
  onAct("phone-messages", actOnBubble);
  onAct("team-messages", actOnPost);
  prepareAttach("phone-attach", (name) => tried(() => attachOnPhone(name)));
  prepareAttach("team-attach", (name) => tried(() => attachInChat(name)));
  preparePictures();
  byId("suggestions").append(
    ...suggestions.map((text) =>
      createSuggestion(text, () => {
        byId("phone-text").focus();
        return write(text);
      }),
    ),
  );
  byId("commands").append(...commands.map((text) => createSuggestion(text, () => answer(text))));
  for (const button of document.querySelectorAll("[data-pass]")) {
    onClick(button, () => passTime(Number(button.dataset.pass)));
  }
  byId("colleague").addEventListener("change", render);
  onClick(byId("chat-close"), () => {
    return attempt(`chats/${tid}/${currentChat()?.isClosed ? "reopen" : "close"}`);
  });
  onClick(byId("chat-delete"), () => {
    return attempt(`chats/${tid}/delete`, { uid: byId("colleague").value });
  });
  prepareCustomerDialog((id) => {
    chooseCustomer(id);
    byId("phone-text").focus();
  });
  document.addEventListener("visibilitychange", markRead);
  window.addEventListener("resize", () => {
    scrollToEnd("phone-thread");
    scrollToEnd("team-thread");
  });
  byId("phone-text").focus();
}

function onState(next) {
  ahead = next.now - Date.now();
  const fresh = next.chats.find((chat) => !state.chats.some((old) => old.tid === chat.tid));
  state = next;
  if (customerId === null) {
    // What was there when the page was opened is no news.
    for (const chat of next.chats) seen.set(chat.tid, chat.messages.length);
  }
  customerId ??= next.customers[0]?.id ?? null;
  if (!currentChat()) tid = toLatestFirst(next.chats)[0]?.tid ?? null;
  else if (fresh && byId("team-text").value === "") tid = fresh.tid;
  render();
  markRead();
}

function onLink(linked) {
  const link = byId("link");
  link.dataset.state = !linked ? "lost" : state.connected ? "live" : "waiting";
  const words = { lost: "Connection lost, trying again", live: "Live", waiting: "Bot starting" };
  setText(link, words[link.dataset.state]);
}

function render() {
  const customer = state.customers.find(({ id }) => id === customerId);
  const chat = currentChat();
  if (chat) seen.set(chat.tid, chat.messages.length);
  renderColleagues(state.colleagues);
  renderCustomers(state, customerId, chooseCustomer);
  if (customer) renderPhone(customer);
  renderChats(state, { chosen: tid, seen, choose: chooseChat });
  renderChat(chat, byId("colleague").value);
  onLink(true);
  renderTime();
}

function renderTime() {
  const now = Date.now() + ahead;
  setText(byId("now"), toMoment(now));
  byId("now").dateTime = new Date(now).toISOString();
  renderWindows(state.customers, customerId, now);
}

function currentChat() {
  return state.chats.find((chat) => chat.tid === tid);
}

function chooseCustomer(id) {
  customerId = id;
  phoneDraft.drop();
  phoneFiles.take();
  byId("phone-messages").replaceChildren();
  render();
  scrollToEnd("phone-thread");
  markRead();
}

function chooseChat(chosen) {
  tid = chosen;
  teamDraft.drop();
  teamFiles.take();
  byId("team-messages").replaceChildren();
  render();
  showCard(byId("chats").querySelector(":has(:checked)"));
  scrollToEnd("team-thread");
  markRead();
}

function scrollToEnd(id) {
  byId(id).scrollTop = byId(id).scrollHeight;
}

function write(text) {
  const about = phoneDraft.take();
  if (about?.verb === "edit") return sendContent(toEdit(about.id, text));
  const files = phoneFiles.take();
  if (files.length > 0) return sendFromPhone(files, { text, replyTo: about?.id });
  return attempt(`customers/${customerId}/messages`, { text, replyTo: about?.id });
}

async function sendFromPhone(files, words) {
  const path = `customers/${customerId}/messages`;
  const sent = await tried(() => sendFiles(path, files, words));
  if (!sent) phoneFiles.add(files);
  return sent;
}

async function attachOnPhone(name) {
  if (name === "voice") {
    const note = { type: "audio", file: await playVoice(), voice: true };
    return sendFromPhone([note], { text: "" });
  }
  if (name in samples) return sendContent(samples[name]);
  if (phoneDraft.about?.verb === "edit") phoneDraft.drop();
  const files = name === "picture" ? [await drawPicture()] : await chooseFiles(accepts[name]);
  const meant = name === "files" ? "document" : "media";
  return phoneFiles.add(await Promise.all(files.map((file) => toWhatsAppFile(file, meant))));
}

async function attachInChat(name) {
  if (name === "location") {
    const uid = byId("colleague").value;
    return attempt(`chats/${tid}/messages`, { uid, attachments: [meetingPoint] });
  }
  const files = name === "picture" ? [await drawPicture()] : await chooseFiles("");
  return teamFiles.add(files.map((file) => ({ file })));
}

/** What a customer does that is more than words, as WhatsApp's own object. */
function sendContent(content, replyTo) {
  return attempt(`customers/${customerId}/messages`, { content, replyTo });
}

/** The button of a template, as WhatsApp tells that it was tapped. */
function toTap(label) {
  return { type: "button", button: { text: label, payload: label } };
}

function toEdit(id, body) {
  const message = { type: "text", text: { body } };
  return { type: "edit", edit: { original_message_id: id, message } };
}

function actOnBubble(act, id, label) {
  const customer = state.customers.find((one) => one.id === customerId);
  const message = customer?.messages.find((one) => one.id === id);
  if (!message) return undefined;
  if (act === "reply") return phoneDraft.reply({ id, text: toSummary(message) });
  if (act === "tap") return sendContent(toTap(label), id);
  if (act === "edit") return phoneDraft.edit(message);
  if (act === "delete") return sendContent({ type: "revoke", revoke: { original_message_id: id } });
  const emoji = message.reaction ? "" : "👍";
  return sendContent({ type: "reaction", reaction: { message_id: id, emoji } });
}

function actOnPost(act, mid) {
  const post = currentChat()?.messages.find((one) => one.mid === mid);
  if (!post) return undefined;
  if (act === "reply") return teamDraft.reply({ id: mid, text: toSummary(post) });
  return attempt(`chats/${tid}/messages/${mid}/delete`);
}

async function answer(text) {
  scrollToEnd("team-thread");
  const path = `chats/${tid}/messages`;
  const post = { uid: byId("colleague").value, text, replyTo: teamDraft.take()?.id };
  const files = teamFiles.take();
  if (files.length === 0) return attempt(path, post);
  const sent = await tried(() => postFiles(path, files, post));
  if (!sent) teamFiles.add(files);
  return sent;
}

/** Whoever has a conversation open on a visible page reads it, a moment later. */
function markRead() {
  const [openCustomer, openChat] = [customerId, tid];
  if (document.hidden) return;
  setTimeout(() => {
    if (document.hidden) return;
    const customer = state.customers.find(({ id }) => id === customerId);
    const delivered = customer?.messages.some(
      (one) => one.from === "business" && one.state === "delivered",
    );
    if (delivered && openCustomer === customerId) void attempt(`customers/${customerId}/read`);
    const last = currentChat()?.messages.findLast(({ byBot }) => byBot);
    if (!last || openChat !== tid || readPosts.has(last.mid)) return;
    readPosts.add(last.mid);
    void attempt(`chats/${tid}/read`, { uid: byId("colleague").value });
  }, readAfterMs);
}

const readPosts = new Set();

/** Everything that is due in that time happens first, so this may take a moment. */
async function passTime(ms) {
  const clock = byId("clock");
  if (clock.ariaBusy === "true") return;
  clock.ariaBusy = "true";
  await attempt("clock", { ms });
  clock.ariaBusy = "false";
}

function attempt(path, body) {
  return tried(() => ask(path, body));
}

/** Acts, and shows the error if that fails. Resolves to whether it went well. */
async function tried(act) {
  try {
    await act();
    return true;
  } catch (error) {
    showError(error.message);
    return false;
  }
}

function showError(message) {
  const close = el("button", { type: "button", class: "quiet", "aria-label": "Dismiss" }, "×");
  const note = el("p", { class: "error" }, el("span", {}, message), close);
  close.addEventListener("click", () => note.remove());
  const errors = byId("errors");
  errors.append(note);
  while (errors.children.length > 3) errors.firstElementChild.remove();
}

function createSuggestion(text, act) {
  const button = el("button", { type: "button", class: "suggestion" }, text);
  onClick(button, act);
  return button;
}
