import type { Context, Hono } from "hono";

import { toBody } from "../content.ts";
import type { Bindings } from "../listen.ts";
import {
  refuseParameter,
  renderGatewayError,
  renderRefusal,
  v1Meta,
  type Refusal,
} from "./answers.ts";
import type { SendRequest } from "./check-message.ts";
import type { MediaStore, StoredMedia } from "./media.ts";

const kinds = ["image", "video", "audio", "document", "sticker"];

/** The files' part of both generations. */
export function addMediaRoutes(app: Hono<Bindings>, media: MediaStore): void {
  app.post("/media", async (c) => {
    if (!c.req.header("Content-Length")) return renderGatewayError(411, "Length required");
    const taken = await media.takeForm(c.req.raw).catch(() => null);
    if (taken) return c.json({ id: taken.id });
    return renderRefusal(refuseParameter("missing", "The form is not whole", "v2"), "v2");
  });
  app.post("/v1/media", async (c) => {
    const { id } = await media.takeRaw(c.req.raw);
    return c.json({ media: [{ id }], meta: v1Meta }, 201);
  });
  app.get("/v1/media/:id", (c) => sendFile(c, media.find(c.req.param("id"))));
  app.get("/whatsapp_business/attachments/", (c) => sendFile(c, media.follow(c.req.query("hash"))));
  app.get("/:id{[0-9]+}", (c) => {
    const found = media.find(c.req.param("id"));
    if (!found) {
      return renderRefusal(refuseParameter("invalid", "No such media", "v2"), "v2");
    }
    const { id, mimeType, content } = found;
    return c.json({
      messaging_product: "whatsapp",
      url: media.link(id),
      mime_type: mimeType,
      sha256: content.sha256,
      file_size: content.size,
      id,
    });
  });
}

/** A message must name a file that was uploaded before. */
export function checkMedia(media: MediaStore, send: SendRequest): Refusal | null {
  const { type, content, generation } = send;
  if (!kinds.includes(type) || content["link"] !== undefined) return null;
  if (media.find(content["id"])?.uploaded) return null;
  return refuseParameter("invalid", `${type}.id is no uploaded file`, generation);
}

function sendFile(c: Context, found: StoredMedia | undefined): Response {
  const chunks = found?.content.chunks;
  if (!found || !chunks) return c.text("URL expired or file not found", 404);
  return c.body(toBody({ chunks }), 200, {
    "Content-Type": found.mimeType,
    "Content-Length": String(found.content.size),
  });
}
