import { Hono, type Context } from "hono";

import { isObject, parseJson } from "../json.ts";
import { tellTime, type Bindings } from "../listen.ts";
import {
  refuseParameter,
  renderGatewayError,
  renderRefusal,
  v1Meta,
  type Generation,
} from "./answers.ts";
import { readSend } from "./check-message.ts";
import { renderHealth } from "./health.ts";
import { addMediaRoutes, checkMedia } from "./media-routes.ts";
import type { AcceptedSend, Dialog360Simulator } from "./simulator.ts";
import { listGraphTemplates, listTemplates } from "./templates.ts";
import { readTarget } from "./webhook.ts";

/** The HTTP side of 360dialog: both generations and the sandbox under one address. */
export function createDialog360App(simulator: Dialog360Simulator): Hono<Bindings> {
  const app = new Hono<Bindings>();
  app.use(tellTime(simulator.options.clock));
  app.use(simulator.faults.middleware());
  app.use(async (c, next) => {
    if (c.req.header("D360-API-KEY") === simulator.apiKey) return next();
    return renderGatewayError(401, "Invalid api_key or token expired");
  });
  app.post("/messages", (c) => takeMessage(simulator, c));
  app.post("/v1/messages", (c) => takeMessage(simulator, c));
  app.put("/v1/messages/:id", async (c) => {
    const body = parseJson(await c.req.text());
    if (!isObject(body) || body["status"] !== "read") {
      return renderRefusal(refuseParameter("invalid", "status must be 'read'", "v1"), "v1");
    }
    return answerRead(simulator.markRead(c.req.param("id")), "v1");
  });
  app.post("/v1/contacts", (c) => checkContacts(simulator, c));
  app.post("/v1/configs/webhook", async (c) => {
    const target = readTarget(parseJson(await c.req.text()));
    if (!target) return c.json({ meta: { success: false } }, 400);
    simulator.webhook.register(target);
    return c.json(target);
  });
  app.get("/v1/configs/webhook", (c) =>
    c.json(simulator.webhook.target ?? { url: "", headers: {} }),
  );
  app.get("/v1/configs/templates", (c) =>
    c.json(listTemplates(simulator.templates, c.req.query())),
  );
  app.get("/message_templates", (c) =>
    c.json(listGraphTemplates(simulator.templates, c.req.query())),
  );
  addMediaRoutes(app, simulator.media);
  app.get("/v1/health", (c) => c.json({ meta: v1Meta }));
  app.get("/health_status", (c) => {
    // docs.360dialog.com/docs/messaging/health-status tells it of the Cloud API alone.
    if (simulator.options.shape !== "v2") return renderGatewayError(404, "Not found");
    return c.json(renderHealth(simulator.blockedBy));
  });
  app.notFound(() => renderGatewayError(404, "Not found"));
  return app;
}

async function takeMessage(simulator: Dialog360Simulator, c: Context): Promise<Response> {
  const body = parseJson(await c.req.text());
  const answer = answerMessage(simulator, body, c.req.path);
  const at = simulator.options.clock.now();
  simulator.calls.push({ at, path: c.req.path, body, status: answer.status });
  return answer;
}

function answerMessage(simulator: Dialog360Simulator, body: unknown, path: string): Response {
  const v2 = path === "/messages" || (isObject(body) && "messaging_product" in body);
  const generation: Generation = v2 ? "v2" : "v1";
  if (!isObject(body)) {
    const refusal = refuseParameter("invalid", "The body is no JSON object", generation);
    return renderRefusal(refusal, generation);
  }
  if (v2 && "status" in body) {
    const fine = body["messaging_product"] === "whatsapp" && body["status"] === "read";
    return answerRead(fine && simulator.markRead(String(body["message_id"])), "v2");
  }
  const send = readSend(body, generation);
  if ("status" in send) return renderRefusal(send, generation);
  const unknown = checkMedia(simulator.media, send);
  if (unknown) return renderRefusal(unknown, generation);
  const taken = simulator.take(send, body);
  return "status" in taken ? renderRefusal(taken, generation) : renderAccepted(taken);
}

function answerRead(known: boolean, generation: Generation): Response {
  if (!known) {
    return renderRefusal(refuseParameter("invalid", "No such message", generation), generation);
  }
  return Response.json(generation === "v1" ? { meta: v1Meta } : { success: true });
}

function renderAccepted({ generation, id, input, phone, userId, type }: AcceptedSend): Response {
  const contact = { input, ...(phone ? { wa_id: phone } : { user_id: userId }) };
  if (generation === "v1") {
    const body = { contacts: [contact], messages: [{ id }], meta: v1Meta };
    return Response.json(body, { status: 201 });
  }
  const message = type === "template" ? { id, message_status: "accepted" } : { id };
  return Response.json({
    messaging_product: "whatsapp",
    contacts: [contact],
    messages: [message],
  });
}

async function checkContacts(simulator: Dialog360Simulator, c: Context): Promise<Response> {
  const body = parseJson(await c.req.text());
  const inputs: unknown = isObject(body) ? body["contacts"] : undefined;
  if (!Array.isArray(inputs) || !inputs.every((input) => typeof input === "string")) {
    return renderRefusal(refuseParameter("invalid", "contacts must be a list", "v1"), "v1");
  }
  const contacts = inputs.map((input) => {
    const phone = input.replace(/\D/g, "");
    return simulator.conversations.find({ phone })
      ? { input, status: "valid", wa_id: phone }
      : { input, status: "invalid" };
  });
  return c.json({ contacts, meta: v1Meta });
}
