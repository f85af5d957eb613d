import { hash, timingSafeEqual } from "node:crypto";

import { plain } from "../bridge/log/plain.ts";
import type { Health } from "../bridge/ports.ts";

export interface GateOptions {
  readonly secrets: readonly string[];
  readonly authRequired: boolean;
  readonly now: () => number;
  readonly health: Health;
}

const trouble = "webhook-unauthorized";
const quietMs = 60 * 60 * 1000;

/**
 * Judges an `Authorization` header in constant time. One that is refused is told to `Health` at once; that ends with a
 * good one after an hour without a bad one, so that strangers cannot fill the log.
 */
export function createGate(options: GateOptions): (authorization: string | undefined) => boolean {
  const { authRequired, now, health } = options;
  const accepted = options.secrets.map((secret) => toHash(`Bearer ${secret}`));
  let lastRefusedAt: number | null = null;

  function isAccepted(authorization: string): boolean {
    const given = toHash(authorization);
    // Every secret is compared, so that the time does not tell which one it was.
    return accepted.reduce((found, secret) => timingSafeEqual(secret, given) || found, false);
  }

  return (authorization) => {
    if (!authRequired) return true;
    if (authorization !== undefined && isAccepted(authorization)) {
      if (lastRefusedAt !== null && now() - lastRefusedAt > quietMs) {
        lastRefusedAt = null;
        health.recover(trouble);
      }
      return true;
    }
    if (lastRefusedAt === null) {
      health.degrade(trouble, {
        detail: plain`a notification came without the webhook's secret and was refused (401)`,
        remedy: plain`register the webhook with its secret: whatsapp-bot webhook set <url>; if it is not 360dialog who posts, choose another WA_NOTIFICATIONS_URL_PATH`,
      });
    }
    lastRefusedAt = now();
    return false;
  };
}

function toHash(text: string): Buffer {
  return hash("sha256", text, "buffer");
}
