import ky, { type KyInstance } from "ky";

import { DeliveryError } from "../bridge/errors.ts";
import type { CustomerIds } from "../bridge/identity.ts";
import type { Outgoing } from "../bridge/message.ts";
import type { SendOptions, WhatsApp } from "../bridge/ports.ts";
import type { Template } from "../bridge/template.ts";
import type { Network } from "../network/network.ts";
import type { Dialog360Settings } from "../settings/settings.ts";
import { toDeliveryError } from "./errors.ts";
import { readSent, readWebhook, type WireWebhook } from "./payload.ts";
import { readMessagingHealth, type MessagingHealth } from "./payload/health.ts";
import { renderReadMark, renderSend } from "./render.ts";
import { toContactIds } from "./sender.ts";
import { firstPage, toTemplatePage, type Query, type TemplatePage } from "./templates.ts";
import { toTransportError } from "./transport-errors.ts";

/** Where 360dialog posts notifications to, and with which headers. */
export interface Webhook {
  /** Null while none is registered. */
  readonly url: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface NewWebhook extends Webhook {
  readonly url: string;
}

/** The account's webhook. Every method throws `DeliveryError`. */
export interface WebhookRegistry {
  webhook(): Promise<Webhook>;
  /** @returns what 360dialog says it stored */
  setWebhook(wanted: NewWebhook): Promise<Webhook>;
}

/** What the account tells beside its webhook. */
export interface Account {
  /** Null where the API does not offer it. @throws DeliveryError */
  messagingHealth(): Promise<MessagingHealth | null>;
  /** By how much at least the clock there was ahead of ours at its last answer; null before the first. */
  clockOffsetMs(): number | null;
}

export interface Dialog360Options {
  /** The wall clock, for a Retry-After that is a date. */
  readonly now: () => number;
  readonly network: Pick<Network, "fetch">;
  /** For one call with its whole answer; default 10 s. */
  readonly timeoutMs?: number;
}

interface Call {
  /** For errors, such as `Send a message`. */
  readonly tried: string;
  readonly path: string;
  readonly query?: Query;
  /** Posted if there is one, unless a method is named. */
  readonly json?: unknown;
  readonly method?: "put";
}

/** A list that would never end is broken off after so many pages. */
const mostPages = 100;

/** The client of 360dialog's API. It tries each call once: whether to try again is the caller's matter. */
export function createDialog360(
  settings: Dialog360Settings,
  { now, network, timeoutMs = 10_000 }: Dialog360Options,
): WhatsApp & WebhookRegistry & Account {
  const { generation, sandbox } = settings;
  const messagesPath = generation === "v2" && !sandbox ? "messages" : "v1/messages";
  const api = ky.create({
    prefix: settings.url,
    headers: { "D360-API-KEY": settings.apiKey },
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    // The key must not follow a redirect to another host.
    redirect: "manual",
    fetch: network.fetch,
  });

  let clockOffsetMs: number | null = null;

  async function askOnce(what: Call): Promise<Answer> {
    const askedAt = now();
    const answer = await exchange(api, what, timeoutMs);
    const date = Date.parse(answer.headers.get("date") ?? "");
    if (!Number.isNaN(date)) clockOffsetMs = toOffset(date, { askedAt, answeredAt: now() });
    return answer;
  }

  /** Reads an answer's JSON with `read`; where that finds nothing, the answer is an error. */
  async function call<T>(what: Call, read: (json: unknown) => T | null): Promise<T> {
    return toResult(what, await askOnce(what), read);
  }

  function toResult<T>(what: Call, answer: Answer, read: (json: unknown) => T | null): T {
    const isSuccess = answer.status >= 200 && answer.status < 300;
    const result = isSuccess ? read(toJson(answer.body)) : null;
    if (result === null) throw toDeliveryError({ tried: what.tried, ...answer }, now());
    return result;
  }

  /** v1 takes a message only for a number that it knows; a check makes it known. */
  async function checkContact(phone: string): Promise<void> {
    const json = { blocking: "wait", contacts: [`+${phone}`], force_check: true };
    await call({ tried: "Check a contact", path: "v1/contacts", json }, (answer) => answer ?? null);
  }

  async function send(
    to: CustomerIds,
    message: Outgoing,
    options: SendOptions,
  ): ReturnType<WhatsApp["send"]> {
    const json = renderSend(to, message, { generation, ...options });
    const what = { tried: "Send a message", path: messagesPath, json };
    try {
      return toSent(await call(what, readSent));
    } catch (error) {
      // WhatsApp may no longer have what is quoted: better said without the quote than not at all.
      if (options.replyTo && isBadParameter(error)) {
        return send(to, message, { ...options, replyTo: null });
      }
      if (generation === "v2" || !to.phone || !isUnknownContact(error)) throw error;
      await checkContact(to.phone);
      return toSent(await call(what, readSent));
    }
  }

  async function markRead(messageId: string): Promise<void> {
    const json = renderReadMark(messageId, generation);
    const what = { tried: "Mark a message as read", json };
    const where =
      generation === "v1"
        ? ({ method: "put", path: `v1/messages/${encodeURIComponent(messageId)}` } as const)
        : { path: messagesPath };
    await call({ ...what, ...where }, () => true);
  }

  async function templates(): Promise<readonly Template[]> {
    const found: Template[] = [];
    let query: Query | null = firstPage;
    for (let pages = 0; pages < mostPages && query; pages++) {
      const page = await loadPage(query);
      found.push(...page.templates);
      query = page.next;
    }
    return found;
  }

  function loadPage(query: Query): Promise<TemplatePage> {
    const what = { tried: "List the templates", path: "v1/configs/templates", query };
    return call(what, (json) => toTemplatePage(json, query));
  }

  async function webhook(): Promise<Webhook> {
    const what = { tried: "Read the webhook", path: "v1/configs/webhook" };
    return toWebhook(await call(what, readWebhook));
  }

  async function setWebhook(wanted: NewWebhook): Promise<Webhook> {
    const json = { url: wanted.url, headers: wanted.headers };
    const what = { tried: "Register the webhook", path: "v1/configs/webhook", json };
    return toWebhook(await call(what, readWebhook));
  }

  async function messagingHealth(): Promise<MessagingHealth | null> {
    // Known of the Cloud API alone (docs.360dialog.com/docs/messaging/health-status).
    if (generation === "v1" || sandbox) return null;
    const what = { tried: "Read the messaging health", path: "health_status" };
    const answer = await askOnce(what);
    return answer.status === 404 ? null : toResult(what, answer, readMessagingHealth);
  }

  return {
    send,
    markRead,
    templates,
    webhook,
    setWebhook,
    messagingHealth,
    clockOffsetMs: () => clockOffsetMs,
  };
}

/** 0 where an answer's Date, which has whole seconds, lies between question and answer. */
function toOffset(
  date: number,
  { askedAt, answeredAt }: { readonly askedAt: number; readonly answeredAt: number },
): number {
  if (date + 1000 <= askedAt) return date - askedAt;
  return Math.max(0, date - answeredAt);
}

type Sent = Awaited<ReturnType<WhatsApp["send"]>>;

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
}

async function exchange(api: KyInstance, what: Call, timeoutMs: number): Promise<Answer> {
  const { tried, path, query, json, method } = what;
  try {
    const response = await api(path, {
      method: method ?? (json === undefined ? "get" : "post"),
      ...(query && { searchParams: { ...query } }),
      ...(json !== undefined && { json }),
      // Covers the body too, which ky's own time-out does not here.
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, headers: response.headers, body: await response.text() };
  } catch (error) {
    throw toTransportError(tried, error);
  }
}

function toSent({ id, contact }: NonNullable<ReturnType<typeof readSent>>): Sent {
  return { messageId: id, ...(contact && { customer: toContactIds(contact) }) };
}

function isUnknownContact(error: unknown): boolean {
  return error instanceof DeliveryError && error.provider?.code === 1006;
}

function isBadParameter(error: unknown): boolean {
  const code = error instanceof DeliveryError ? error.provider?.code : null;
  return typeof code === "number" && badParameter.has(code);
}

/** Of the Cloud API, and of the On-Premises API. */
const badParameter: ReadonlySet<number> = new Set([100, 131009, 1008, 1009]);

function toWebhook({ url, headers }: WireWebhook): Webhook {
  return { url: url ?? null, headers };
}

function toJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
