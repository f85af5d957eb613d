import { byId, el, onClick } from "./dom.js";
import { toSize } from "./format.js";

const summaries = { picture: "📷 Picture", sound: "🎵 Sound", video: "🎬 Video" };

/** A message in one line: its words, or what stands in their place. */
export function toSummary({ text, files, place, deleted }) {
  if (deleted) return "This message was deleted";
  if (text) return text.split("\n")[0];
  if (place) return `📍 ${place.name || toPosition(place)}`;
  const [first] = files;
  return first ? (summaries[first.shownAs] ?? `📄 ${first.name}`) : "";
}

/** Files and place of a message. */
export function createAttached({ text, files, place }) {
  const pictures = files.filter(isPicture);
  const node = el("div", { class: "attached" });
  if (pictures.length > 0) {
    node.append(el("div", { class: "pictures" }, ...pictures.map(createPicture)));
  }
  node.append(...files.filter((file) => !isPicture(file)).map(createFile));
  if (place) node.append(createPlace(place, text));
  return node;
}

/** Pictures open in full, and close by any click or Escape. */
export function preparePictures() {
  const dialog = byId("picture");
  dialog.addEventListener("click", () => dialog.close());
}

function isPicture({ shownAs, url }) {
  return shownAs === "picture" && url !== null;
}

function createPicture({ url, name }) {
  const button = el(
    "button",
    { type: "button", class: "picture", "aria-label": `Open ${name || "the picture"}` },
    el("img", { src: url, alt: name || "Picture" }),
  );
  onClick(button, () => {
    const full = byId("picture").querySelector("img");
    full.src = url;
    full.alt = name || "Picture";
    byId("picture").showModal();
  });
  return button;
}

function createFile({ shownAs, url, name, size }) {
  if (url && shownAs === "sound") {
    return el("audio", {
      controls: true,
      preload: "metadata",
      src: url,
      "aria-label": name || "Sound",
    });
  }
  if (url && shownAs === "video") {
    return el("video", {
      controls: true,
      preload: "metadata",
      src: url,
      "aria-label": name || "Video",
    });
  }
  const words = el(
    "span",
    { class: "file-words" },
    el("strong", {}, name || "File"),
    el("small", {}, url ? toSize(size) : "not there any more"),
  );
  const icon = el("span", { class: "file-icon", "aria-hidden": "true" });
  if (!url) return el("span", { class: "file" }, icon, words);
  return el("a", { class: "file", href: url, download: name || "file" }, icon, words);
}

function createPlace(place, text) {
  const { latitude, longitude, name, address } = place;
  // Where the bot posts one, it writes name and address itself.
  const lines = text ? [] : [name, address].filter(Boolean);
  const [first, second] = [...lines, toPosition(place)];
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`;
  return el(
    "a",
    { class: "file", href: map, target: "_blank", rel: "noreferrer" },
    el("span", { class: "file-icon place", "aria-hidden": "true" }),
    el(
      "span",
      { class: "file-words" },
      el("strong", {}, first),
      ...(second ? [el("small", {}, second)] : []),
    ),
  );
}

function toPosition({ latitude, longitude }) {
  return `${latitude}, ${longitude}`;
}
