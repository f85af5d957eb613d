import { byId, el, onClick, setText } from "./dom.js";

/**
 * What the next message of a composer is about: a message that it answers, or one that it replaces. A line above the
 * composer shows it and takes it back.
 */
export class Draft {
  /** `{ verb, id, text }`; null for a message of its own. */
  about = null;
  #line;
  #field;

  constructor(form) {
    this.#field = form.querySelector("textarea");
    const drop = el(
      "button",
      { type: "button", class: "quiet", "aria-label": "Not about it" },
      "×",
    );
    onClick(drop, () => this.drop());
    this.#line = el("p", { class: "draft", hidden: true }, el("span"), drop);
    form.prepend(this.#line);
    this.#field.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.drop();
    });
  }

  /** The next message answers this one. */
  reply({ id, text }) {
    this.#set({ verb: "reply", id, text: `Reply to: ${text}` });
  }

  /** The next message replaces this one. */
  edit({ id, text }) {
    this.#set({ verb: "edit", id, text: `Change: ${text}` });
    this.#field.value = text;
  }

  drop() {
    if (this.about?.verb === "edit") this.#field.value = "";
    this.about = null;
    this.#line.hidden = true;
  }

  /** What it is about, which then is done. */
  take() {
    const { about } = this;
    this.about = null;
    this.#line.hidden = true;
    return about;
  }

  #set(about) {
    this.drop();
    this.about = about;
    setText(this.#line.firstElementChild, about.text.split("\n")[0]);
    this.#line.hidden = false;
    this.#field.focus();
  }
}

/** Small buttons at a message, which `onAct` tells of. */
export function createActs(acts) {
  const buttons = acts.map(([act, sign, label]) => {
    const button = el("button", { type: "button", "aria-label": label, title: label }, sign);
    button.dataset.act = act;
    return button;
  });
  return el(
    "span",
    { class: "acts", role: "group", "aria-label": "What to do with it" },
    ...buttons,
  );
}

/** Calls `act(name, key, label)` for each button with an act in a list that is clicked; a label only where it has one. */
export function onAct(list, act) {
  byId(list).addEventListener("click", ({ target }) => {
    const button = target.closest("[data-act]");
    if (!button) return;
    const { act: name, label } = button.dataset;
    void act(name, button.closest("[data-key]").dataset.key, label);
  });
}
