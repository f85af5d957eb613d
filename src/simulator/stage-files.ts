import type { Hono } from "hono";

import { takeContent, toBody, type KeptContent } from "./content.ts";
import type { Bindings } from "./listen.ts";
import { toShownAs } from "./stage-attached.ts";
import type { World } from "./world.ts";

/** A customer's file that is larger never gets as far as 360dialog. */
const largestUpload = 100 * 1024 * 1024;

/** The bytes of both simulators' files for the page, and the way in for new ones. */
export function addFileRoutes(app: Hono<Bindings>, { dialog360, teamwire }: World): void {
  const { media } = dialog360.simulator;
  const { assets } = teamwire.simulator;
  app.get("/api/media/:id", (c) => {
    const found = media.find(c.req.param("id"));
    return found ? sendFile(c.req.raw, found.mimeType, found.content) : c.notFound();
  });
  app.get("/api/assets/:id", (c) => {
    const found = assets.find(c.req.param("id"));
    return found ? sendFile(c.req.raw, found.mime_type, found.content) : c.notFound();
  });
  app.post("/api/media", async (c) => {
    const content = await takeContent(c.req.raw.body ?? [], largestUpload);
    const { chunks } = content;
    if (!chunks) throw new Error("WhatsApp hands on files of 100 MB at most.");
    return c.json(media.add({ ...content, chunks }, c.req.header("Content-Type") ?? ""));
  });
  app.post("/api/assets", async (c) => c.json(await assets.upload(c.req.raw)));
}

/** Files are other people's: whatever is in one, it never runs as a part of the page. */
const guards = {
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  "Cross-Origin-Resource-Policy": "same-origin",
};

function sendFile(request: Request, mimeType: string, { size, chunks }: KeptContent): Response {
  if (!chunks) return new Response("The bytes were not kept.", { status: 404 });
  const type =
    toShownAs(mimeType) === "file"
      ? { "Content-Type": "application/octet-stream", "Content-Disposition": "attachment" }
      : { "Content-Type": mimeType };
  const part = readRange(request.headers.get("Range"), size);
  const { from, to } = part ?? { from: 0, to: size };
  return new Response(toBody({ chunks: () => slice(chunks(), from, to) }), {
    status: part ? 206 : 200,
    headers: {
      ...type,
      ...guards,
      "Content-Length": String(to - from),
      "Accept-Ranges": "bytes",
      ...(part && { "Content-Range": `bytes ${from}-${to - 1}/${size}` }),
    },
  });
}

/** Players ask for parts: only so they know how long a sound is, and jump in it. @returns null for the whole */
function readRange(header: string | null, size: number): { from: number; to: number } | null {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(header ?? "") ?? [];
  const from = Number(first);
  if (first === undefined || from >= size) return null;
  return { from, to: Math.max(from + 1, last ? Math.min(size, Number(last) + 1) : size) };
}

function* slice(
  chunks: Iterable<Uint8Array<ArrayBuffer>>,
  from: number,
  to: number,
): Generator<Uint8Array<ArrayBuffer>> {
  let at = 0;
  for (const chunk of chunks) {
    if (at >= to) return;
    const piece = chunk.subarray(Math.max(0, from - at), Math.max(0, to - at));
    if (piece.length > 0) yield piece;
    at += chunk.length;
  }
}
