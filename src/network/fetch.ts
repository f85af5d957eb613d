import { Buffer } from "node:buffer";
import {
  request as requestHttp,
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from "node:http";
import { request as requestHttps } from "node:https";

import { plain } from "../bridge/log/plain.ts";
import { NoWayError } from "./call-error.ts";

/** How calls over node:http(s) are connected. */
export interface Way {
  agent(url: URL): Agent;
  /** What broke a call, in words that name the setting to look at if it is one of these. */
  toError(thrown: unknown, url: URL): Error;
}

/** Nothing was sent where there is no connection yet. Calls wait for 10 s at least: until then that must be known. */
const usualConnectMs = 8_000;

/** No answer is as long; one without an end would take all memory. */
const usualMostBytes = 128 * 1024 * 1024;

/** What fetch says of a body where the status allows none. */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * `fetch` over node:http(s). The runtimes' own ones cannot be given certificates and a proxy in one way, Deno's sends a
 * request again by itself, and Node's may end the process where a server closes early (nodejs/undici#5360).
 */
export function createFetch(
  way: Way,
  limits: { readonly connectMs?: number; readonly mostBytes?: number } = {},
): typeof globalThis.fetch {
  const { connectMs = usualConnectMs, mostBytes = usualMostBytes } = limits;
  return async (input, init) => {
    const asked = new Request(input, init);
    const body = asked.body === null ? null : Buffer.from(await asked.arrayBuffer());
    const url = new URL(asked.url);
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    asked.signal.throwIfAborted();
    const request = begin(url, way, toOptions(asked, body));
    // While a proxy is silent a request that is destroyed does not say so.
    const abort = (): void => {
      reject(asked.signal.reason);
      request.destroy();
    };
    asked.signal.addEventListener("abort", abort, { once: true });
    const connecting = setTimeout(() => {
      if (isConnected(request)) return;
      reject(new NoWayError(plain`no connection in time`));
      request.destroy();
    }, connectMs);
    request.on("error", (error) => reject(way.toError(error, url)));
    request.on("response", (response) => {
      readAnswer(response, mostBytes).then(resolve, (error: unknown) =>
        reject(way.toError(error, url)),
      );
    });
    request.end(body);
    return promise.finally(() => {
      clearTimeout(connecting);
      asked.signal.removeEventListener("abort", abort);
    });
  };
}

/** Begins a call. @throws what `Way.toError` makes of it where the runtime does not let us */
export function begin(url: URL, way: Way, options: RequestOptions): ClientRequest {
  try {
    const request = url.protocol === "https:" ? requestHttps : requestHttp;
    return request(url, { ...options, agent: way.agent(url) });
  } catch (error) {
    throw way.toError(error, url);
  }
}

function toOptions({ method, headers }: Request, body: Buffer | null): RequestOptions {
  const length = body ?? (method === "GET" || method === "HEAD" ? null : []);
  return {
    method,
    headers: {
      accept: "*/*",
      "user-agent": "whatsapp-bot",
      ...Object.fromEntries(headers),
      ...(length && { "content-length": length.length }),
    },
  };
}

/** While TLS is agreed on it counts as connected: what is not certain is left to the caller's own patience. */
function isConnected({ socket }: ClientRequest): boolean {
  // The types do not know that there is none before a connection is begun.
  const begun: typeof socket | null = socket;
  return begun !== null && !begun.connecting;
}

async function readAnswer(response: IncomingMessage, mostBytes: number): Promise<Response> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > mostBytes) throw new Error("the answer is too long");
    chunks.push(chunk);
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headersDistinct)) {
    for (const one of value ?? []) headers.append(name, one);
  }
  const status = response.statusCode ?? 0;
  return new Response(bodiless.has(status) ? null : Buffer.concat(chunks), { status, headers });
}
