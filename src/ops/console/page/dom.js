/** The element with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/** A new element; `props` are set as properties, `class` as the class, names with `-` as attributes. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "class") node.className = value;
    else if (name.includes("-")) node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children);
  return node;
}

/** Sets a text only where it differs, so that screen readers and selections are left alone. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Colours a part of the page: good, warn or bad; none for null. */
export function setTone(node, tone) {
  if (tone === null) delete node.dataset.tone;
  else node.dataset.tone = tone;
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
