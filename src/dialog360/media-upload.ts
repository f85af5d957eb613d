import { randomUUID } from "node:crypto";

import { readChunks, type LocalFile, type TransferBody } from "../network/transfer.ts";

/** The request that carries a file to 360dialog. */
export interface Upload {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: TransferBody;
}

/** v1 takes the bare bytes. */
export function renderRaw({ path, size, mimeType }: LocalFile): Upload {
  return {
    headers: { "content-type": mimeType },
    body: { length: size, chunks: readChunks(path) },
  };
}

/** The form of v2 that Meta describes, written out by hand so that its length is known before the file is read. */
export function renderForm({ path, size, name, mimeType }: LocalFile): Upload {
  const boundary = `whatsapp-bot-${randomUUID()}`;
  const fields = { messaging_product: "whatsapp", type: mimeType };
  const head = Object.entries(fields).map(
    ([field, text]) =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${field}"\r\n\r\n${text}\r\n`,
  );
  const file =
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${escapeName(name)}"\r\n` +
    `content-type: ${mimeType}\r\n\r\n`;
  const before = new TextEncoder().encode(head.join("") + file);
  const after = new TextEncoder().encode(`\r\n--${boundary}--\r\n`);
  return {
    headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
    body: {
      length: before.byteLength + size + after.byteLength,
      chunks: readChunks(path, { before, after }),
    },
  };
}

/** As browsers do it: a name cannot end its header. */
function escapeName(name: string): string {
  return name.toWellFormed().replace(/["\r\n]/g, (sign) => encodeURIComponent(sign));
}
