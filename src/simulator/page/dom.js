/** The element with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/** A new element; `props` are set as properties, `class` as the class, names with `-` as attributes. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "class") node.className = value;
    else if (name.includes("-") || name === "role") node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children);
  return node;
}

/** Sets a text only where it differs, so that screen readers and selections are left alone. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Makes the children of `parent` the `items`, in order, keeping the element of a key that was there. */
export function keyed(parent, items, { key, create, update }) {
  const known = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  let place = parent.firstElementChild;
  for (const item of items) {
    const name = key(item);
    let node = known.get(name);
    known.delete(name);
    if (!node) {
      node = create(item);
      node.dataset.key = name;
    }
    update(node, item);
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
  }
  for (const node of known.values()) node.remove();
  if (focused?.isConnected && document.activeElement !== focused) focused.focus();
}

/** Runs `change` and keeps the end in view if it was in view before. */
export function keepEnd(scroller, change) {
  const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
  change();
  if (atEnd) scroller.scrollTop = scroller.scrollHeight;
}

/** Brings a card into view: on narrow pages they are a row that scrolls. */
export function showCard(card) {
  card?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Enter sends, Shift+Enter makes a new line; the text comes back if sending fails. Without one only where `more` is sent. */
export function onSend(form, send, more) {
  const field = form.querySelector("textarea");
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  async function submit() {
    const text = field.value;
    if (text.trim() === "" && !more()) return;
    field.value = "";
    field.focus();
    if (!(await send(text)) && field.value === "") field.value = text;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
}

/** Runs `act` at every click; what it resolves to is of no interest. */
export function onClick(button, act) {
  button.addEventListener("click", () => {
    void act();
  });
}
