import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import type { ClientRequest, IncomingMessage } from "node:http";

import { DeliveryError, FileTooLargeError } from "../bridge/errors.ts";
import { begin, type Way } from "./fetch.ts";

/** One call that carries a file: out where it has a body, else in. */
export interface Transfer {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: TransferBody;
  /** After so long without a byte in either direction the call has failed. */
  readonly silenceMs: number;
}

/** A chunk is good until the next one is asked for: its memory is used again, or given back. */
export type Chunks = AsyncIterable<Uint8Array>;

/** What goes out: its length is told at the beginning. */
export interface TransferBody {
  readonly length: number;
  readonly chunks: Chunks;
}

/** The head of an answer; its body is still to come, and has to be read or discarded. */
export interface TransferAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Chunks;
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

/**
 * Files go by node:http: ten uploads of 100 MB at once took 130 MB so, but 1.1 GB by fetch in Node and 3 GB by Blob in Deno; and
 * fetch in Node 24 ends the process where a server closes while its body waits to be read (nodejs/undici#5360).
 * No redirect is followed.
 */
export async function transfer(call: Transfer, network: Way): Promise<TransferAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<TransferAnswer>();
  const { url, headers, body, silenceMs } = call;
  const length = body && { "content-length": String(body.length) };
  const request = begin(url, network, {
    method: body ? "POST" : "GET",
    headers: { ...headers, ...length, connection: "close" },
  });
  const watch = watchSilence(silenceMs, (error) => {
    request.destroy(error);
    // While a proxy is silent a request that is destroyed does not say so.
    reject(error);
  });
  request.on("error", (error) => {
    watch.end();
    reject(network.toError(error, url));
  });
  request.on("response", (response) => resolve(toAnswer(response, watch)));
  if (!body) request.end();
  else {
    writeBody(request, body.chunks, watch).catch((error: unknown) => {
      request.destroy();
      reject(error);
    });
  }
  return promise;
}

/** A file's bytes, between others if need be. */
export async function* readChunks(
  path: string,
  around: { readonly before?: Uint8Array; readonly after?: Uint8Array } = {},
): AsyncGenerator<Uint8Array> {
  if (around.before) yield around.before;
  const buffer = new Uint8Array(bufferBytes);
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer);
      if (bytesRead === 0) break;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
  if (around.after) yield around.after;
}

const bufferBytes = 65_536;

/** Reads a short body; one that is longer than any real one is cut. */
export async function readShort({ body, discard }: TransferAnswer): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(new Uint8Array(chunk));
    length += chunk.byteLength;
    if (length > longestShortBytes) break;
  }
  discard();
  return Buffer.concat(chunks).subarray(0, longestShortBytes);
}

const longestShortBytes = 65_536;

/**
 * Writes a body to a file that nobody else can read.
 * @param sha256 in hex or base64
 * @returns its size
 * @throws DeliveryError `permanent` where it is not what was announced
 */
export async function saveFile(
  { headers, body, discard }: TransferAnswer,
  allot: Allot,
  sha256?: string,
): Promise<number> {
  try {
    const { path, maxBytes } = allot(readLength(headers));
    const digest = createHash("sha256");
    let size = 0;
    const file = await open(path, "w", 0o600);
    try {
      for await (const chunk of body) {
        size += chunk.byteLength;
        if (size > maxBytes) throw new FileTooLargeError(size);
        digest.update(chunk);
        for (let at = 0; at < chunk.byteLength;) {
          at += (await file.write(chunk, at)).bytesWritten;
        }
      }
    } finally {
      await file.close();
    }
    const wanted = toHexDigest(sha256);
    if (wanted === null || digest.digest("hex") === wanted) return size;
    throw new DeliveryError("Save a file: its checksum is not the announced one", {
      verdict: "transient",
    });
  } finally {
    discard();
  }
}

/** What an answer tells of its body's size; null if it does not. */
function readLength(headers: Headers): number | null {
  const told = headers.get("content-length");
  // A length of something compressed says nothing of the file.
  const isPlain = !headers.has("content-encoding");
  return isPlain && told !== null && /^\d{1,15}$/.test(told) ? Number(told) : null;
}

/** A SHA-256 comes as hex or as base64; what is neither is no checksum. */
function toHexDigest(checksum: string | undefined): string | null {
  if (checksum === undefined) return null;
  if (/^[0-9a-f]{64}$/i.test(checksum)) return checksum.toLowerCase();
  const bytes = Buffer.from(checksum, "base64");
  return bytes.byteLength === 32 ? bytes.toString("hex") : null;
}

function toAnswer(response: IncomingMessage, watch: Watch): TransferAnswer {
  watch.stir();
  response.once("close", () => watch.end());
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers.set(name, String(value));
  }
  async function* read(): AsyncGenerator<Uint8Array> {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      watch.stir();
      yield chunk;
      free(chunk);
    }
  }
  function discard(): void {
    watch.end();
    response.destroy();
  }
  return { status: response.statusCode ?? 0, headers, body: read(), discard };
}

/** A failure of the other side comes as the request's own error or as its answer; one in reading the file has no other way. */
async function writeBody(request: ClientRequest, chunks: Chunks, watch: Watch): Promise<void> {
  for await (const chunk of chunks) {
    if (!(await write(request, chunk))) return;
    watch.stir();
  }
  request.end();
}

/** Resolves once the chunk's bytes are no longer needed. @returns false where the call is over */
function write(request: ClientRequest, chunk: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    const stop = (): void => resolve(false);
    request.once("close", stop);
    request.write(chunk, (error) => {
      request.off("close", stop);
      resolve(!error);
    });
  });
}

/**
 * Gives a chunk's memory back at once. The collector sees a small object in it and waits for many: in Deno twenty files at once
 * left 300 MB behind.
 */
function free({ buffer, byteLength }: Uint8Array): void {
  // What is a part of something larger may still be needed.
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

interface Watch {
  /** There was a sign of life. */
  stir(): void;
  end(): void;
}

/** Breaks a call off after a time of silence. */
function watchSilence(silenceMs: number, breakOff: (error: Error) => void): Watch {
  const timer = setTimeout(() => {
    const error = new Error("no sign of life");
    error.name = "TimeoutError";
    breakOff(error);
  }, silenceMs);
  return { stir: () => void timer.refresh(), end: () => clearTimeout(timer) };
}
