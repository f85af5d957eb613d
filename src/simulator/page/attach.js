import { byId, el, onClick } from "./dom.js";

const whatsAppTypes = {
  audio: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"],
  video: ["video/mp4", "video/3gpp"],
};
const longestSide = 1600;

/** The menu of a composer: `pick` is called with the name of what is picked. */
export function prepareAttach(id, pick) {
  const menu = byId(id);
  for (const button of menu.querySelectorAll("button")) {
    onClick(button, () => {
      menu.open = false;
      return pick(button.value);
    });
  }
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
  });
}

/** Files from this machine; none if nothing was chosen. */
export function chooseFiles(accept) {
  const input = el("input", { type: "file", multiple: true, accept });
  return new Promise((resolve) => {
    input.addEventListener("change", () => resolve([...input.files]));
    input.addEventListener("cancel", () => resolve([]));
    input.click();
  });
}

/** What WhatsApp makes of a file: `{ type, file }`. @param meant `media` or `document` */
export async function toWhatsAppFile(file, meant) {
  const [kind] = file.type.split("/");
  if (meant === "media" && kind === "image") return { type: "image", file: await toJpeg(file) };
  const isTaken = meant === "media" && whatsAppTypes[kind]?.includes(file.type);
  return { type: isTaken ? kind : "document", file };
}

/** WhatsApp makes a smaller JPEG of every picture. */
async function toJpeg(file) {
  const picture = await createImageBitmap(file).catch((cause) => {
    throw new Error(`“${file.name}” is no picture that this browser can read.`, { cause });
  });
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const size = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = new OffscreenCanvas(...size);
  const paint = canvas.getContext("2d");
  paint.fillStyle = "#fff";
  paint.fillRect(0, 0, ...size);
  paint.drawImage(picture, 0, 0, ...size);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 });
  return new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: blob.type });
}
