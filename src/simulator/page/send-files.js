import { ask, upload } from "./api.js";

/** A customer's files: WhatsApp has a message for each. The words are the first one's that takes some: sound takes none. */
export async function sendFiles(path, files, { text, replyTo }) {
  const captioned = files.find(({ type }) => type !== "audio");
  const words = text.trim();
  const contents = words && !captioned ? [{ type: "text", text: { body: words } }] : [];
  for (const item of files) {
    const uploaded = await upload("media", item.file);
    contents.push(toMessage(item, { uploaded, caption: item === captioned && words }));
  }
  await ask(path, { content: contents.shift(), replyTo });
  for (const content of contents) await ask(path, { content });
}

/** Staff's files: Teamwire has one post for all of them. */
export async function postFiles(path, files, post) {
  const assets = [];
  for (const { file } of files) assets.push(await upload("assets", file));
  await ask(path, { ...post, attachments: toAttachments(assets) });
}

/** WhatsApp's own object. */
function toMessage({ type, file, voice }, { uploaded, caption }) {
  const facts = {
    ...uploaded,
    ...(type === "document" && { filename: file.name }),
    ...(voice && { voice }),
    ...(caption && { caption }),
  };
  return { type, [type]: facts };
}

/** Teamwire's own objects: all pictures are one gallery. */
function toAttachments(assets) {
  const pictures = assets.filter((asset) => toAttachmentType(asset) === "GALLERY");
  const others = assets.filter((asset) => !pictures.includes(asset));
  return [
    ...(pictures.length > 0 ? [{ type: "GALLERY", assets: pictures }] : []),
    ...others.map((asset) => ({ type: toAttachmentType(asset), assets: [asset] })),
  ];
}

function toAttachmentType({ mime_type: mimeType }) {
  const [kind] = mimeType.split("/");
  return { image: "GALLERY", audio: "SOUND", video: "VIDEO" }[kind] ?? "FILE";
}
