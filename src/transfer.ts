import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { request as requestHttp, type ClientRequest, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** One call that carries a file in one direction. */
export interface Transfer {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: TransferBody;
  /** After so long without a byte in either direction the call has failed. */
  readonly silenceMs: number;
}

/** What goes out: its length is told at the beginning. */
export interface TransferBody {
  readonly length: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** The head of an answer; its body is still to come, and has to be read or discarded. */
export interface TransferAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AsyncIterable<Uint8Array>;
  readonly discard: () => void;
}

/** A file on this machine's disk. */
export interface LocalFile {
  readonly path: string;
  readonly size: number;
  readonly name: string;
  readonly mimeType: string;
}

/**
 * Where a file that comes is written to and how large it may be, asked once its size is known (null where nobody tells it).
 * May throw `DeliveryError`: then the file is not fetched.
 */
export type Allot = (size: number | null) => { readonly path: string; readonly maxBytes: number };

/** A file did not come as it was announced. */
export class SpoiltFileError extends Error {
  override readonly name = "SpoiltFileError";
  readonly flaw: "too large" | "checksum";
  /** That came until then. */
  readonly bytes: number;

  constructor(flaw: SpoiltFileError["flaw"], bytes: number) {
    super(`Save a file: ${flaw}`);
    this.flaw = flaw;
    this.bytes = bytes;
  }
}

/**
 * Files go by node:http: ten uploads of 100 MB at once took 130 MB so, but 1.1 GB by fetch in Node and 3 GB by Blob in Deno.
 * No connection is used twice, and no redirect followed.
 */
export function transfer(call: Transfer): Promise<TransferAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<TransferAnswer>();
  const { method, url, body } = call;
  const length = body && { "content-length": String(body.length) };
  const request = (url.protocol === "https:" ? requestHttps : requestHttp)(url, {
    method,
    agent: false,
    headers: { ...call.headers, ...length, connection: "close" },
  });
  const watch = watchSilence(request, call.silenceMs);
  request.on("error", (error) => {
    watch.end();
    reject(error);
  });
  request.on("response", (response) => resolve(toAnswer(response, watch)));
  if (!body) request.end();
  // A failure of the other side comes as the request's own error or as its answer; one in reading the file has no other way.
  else pipeline(Readable.from(watch.pass(body.chunks)), request).catch(reject);
  return promise;
}

/** A file's bytes, between others if need be. */
export async function* readChunks(
  path: string,
  around: { readonly before?: Uint8Array; readonly after?: Uint8Array } = {},
): AsyncGenerator<Uint8Array> {
  if (around.before) yield around.before;
  yield* createReadStream(path);
  if (around.after) yield around.after;
}

/** Reads a short body; one that is longer than any real one is cut. */
export async function readShort({ body, discard }: TransferAnswer): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.byteLength;
    if (length > longestShortBytes) break;
  }
  discard();
  return Buffer.concat(chunks).subarray(0, longestShortBytes);
}

const longestShortBytes = 65_536;

/**
 * Writes a body to a file that nobody else can read.
 * @returns its size
 * @throws SpoiltFileError
 */
export async function saveFile(
  { body, discard }: TransferAnswer,
  path: string,
  expected: { readonly maxBytes: number; readonly sha256?: string | undefined },
): Promise<number> {
  const digest = createHash("sha256");
  let size = 0;
  async function* judge(): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size > expected.maxBytes) throw new SpoiltFileError("too large", size);
      digest.update(chunk);
      yield chunk;
    }
  }
  try {
    await pipeline(judge, createWriteStream(path, { mode: 0o600 }));
  } finally {
    discard();
  }
  const wanted = toHexDigest(expected.sha256);
  if (wanted !== null && digest.digest("hex") !== wanted)
    throw new SpoiltFileError("checksum", size);
  return size;
}

/** What an answer tells of its body's size; null if it does not. */
export function readLength(headers: Headers): number | null {
  const told = headers.get("content-length");
  return told !== null && /^\d{1,15}$/.test(told) ? Number(told) : null;
}

/** A SHA-256 comes as hex or as base64; what is neither is no checksum. */
function toHexDigest(checksum: string | undefined): string | null {
  if (checksum === undefined) return null;
  if (/^[0-9a-f]{64}$/i.test(checksum)) return checksum.toLowerCase();
  const bytes = Buffer.from(checksum, "base64");
  return bytes.byteLength === 32 ? bytes.toString("hex") : null;
}

interface Watch {
  /** The same chunks; each is a sign of life. */
  pass(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>;
  stir(): void;
  end(): void;
}

/** Breaks a call off after a time of silence. */
function watchSilence(request: ClientRequest, silenceMs: number): Watch {
  const timer = setTimeout(() => {
    const error = new Error("no sign of life");
    error.name = "TimeoutError";
    request.destroy(error);
  }, silenceMs);
  return {
    async *pass(chunks) {
      for await (const chunk of chunks) {
        timer.refresh();
        yield chunk;
      }
    },
    stir: () => void timer.refresh(),
    end: () => clearTimeout(timer),
  };
}

function toAnswer(response: IncomingMessage, watch: Watch): TransferAnswer {
  watch.stir();
  response.once("close", () => watch.end());
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers.set(name, String(value));
  }
  return {
    status: response.statusCode ?? 0,
    headers,
    body: watch.pass(response),
    discard() {
      watch.end();
      response.destroy();
    },
  };
}
