import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

import { DeliveryError } from "../../src/bridge/errors.ts";
import { createDialog360Media, type Dialog360Media } from "../../src/dialog360/media.ts";
import type { Dialog360Settings } from "../../src/settings/settings.ts";
import { direct } from "../fakes/network.ts";

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

export interface Received extends Pick<IncomingMessage, "headers"> {
  readonly call: string;
  readonly key: unknown;
  readonly body: Buffer;
}

const still = { now: () => 0, monotonic: () => 0 };
export const bytes = randomBytes(300_000);
export const maxBytes = 1_000_000;
export const sha256 = createHash("sha256").update(bytes).digest();

/** A server, and what came to it. */
export interface MediaScene {
  /** A client for it; with `silenceMs` one that waits less long. */
  readonly connect: (more?: Partial<Dialog360Settings>, silenceMs?: number) => Dialog360Media;
  readonly received: readonly Received[];
  /** Where a file may be saved. */
  readonly path: string;
  readonly url: string;
  readonly calls: () => readonly string[];
}

/** A server on the loopback that answers each path as told, and the client for it. */
export async function start(
  t: TestContext,
  answers: Readonly<Record<string, Answer>>,
): Promise<MediaScene> {
  const received: Received[] = [];
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray());
    const { method, url, headers } = request;
    const call = `${method} ${url}`;
    received.push({ call, key: headers["d360-api-key"], headers, body });
    const answer = answers[call];
    if (answer) answer(response, request);
    else response.writeHead(404).end();
  }
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-media-"));
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });
  const address = server.address();
  const url = typeof address === "object" && address ? `http://127.0.0.1:${address.port}` : "";
  const path = join(folder, "file");
  function connect(more: Partial<Dialog360Settings> = {}, silenceMs = 10_000): Dialog360Media {
    return createDialog360Media(
      { ...settings, url, ...more },
      { ...still, network: direct, silenceMs },
    );
  }
  return { connect, received, path, url, calls: () => received.map(({ call }) => call) };
}

export const settings: Dialog360Settings = {
  apiKey: "fixture-key",
  generation: "v2",
  sandbox: false,
  url: "",
  sendRatePerSecond: 80,
  pairIntervalMs: 6000,
};

export function place(url: string): Answer {
  return json(JSON.stringify({ url, mime_type: "image/png", sha256: sha256.toString("hex") }));
}

export function json(body: string, status = 200): Answer {
  return (response) => response.writeHead(status, { "content-type": "application/json" }).end(body);
}

export const whole: Answer = (response) => response.end(bytes);
export const withoutLength: Answer = (response) => void (response.write(bytes) || response.end());
export const keeper = "https://lookaside.fbsbx.com/whatsapp/?mid=7&hash=x";

export async function fail(attempt: Promise<unknown>): Promise<DeliveryError> {
  const error = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof DeliveryError, String(error));
  assert.ok(!error.uncertain);
  return error;
}
