import { el, onClick } from "./dom.js";

/** The files that wait in a composer for their caption, in a row above it. */
export class Pending {
  #waiting = [];
  #row;
  #field;

  constructor(form) {
    this.#row = el("ul", { class: "pending", hidden: true, "aria-label": "Files to send" });
    this.#field = form.querySelector("textarea");
    form.querySelector(".composer").before(this.#row);
  }

  get isEmpty() {
    return this.#waiting.length === 0;
  }

  /** @param items each with its `file` */
  add(items) {
    this.#set([...this.#waiting, ...items]);
    this.#field.focus();
  }

  /** What waits, which then does not any more. */
  take() {
    const taken = this.#waiting;
    this.#set([]);
    return taken;
  }

  #set(items) {
    this.#waiting = items;
    for (const { src } of this.#row.querySelectorAll("img")) URL.revokeObjectURL(src);
    this.#row.replaceChildren(...items.map((item) => this.#createChip(item)));
    this.#row.hidden = items.length === 0;
  }

  #createChip(item) {
    const { file } = item;
    const drop = el(
      "button",
      { type: "button", class: "quiet", "aria-label": "Do not send it" },
      "×",
    );
    onClick(drop, () => {
      this.#set(this.#waiting.filter((one) => one !== item));
      this.#field.focus();
    });
    const face = file.type.startsWith("image/")
      ? el("img", { src: URL.createObjectURL(file), alt: "" })
      : el("span", { class: "file-icon", "aria-hidden": "true" });
    return el("li", {}, face, el("span", { class: "pending-name" }, file.name), drop);
  }
}
