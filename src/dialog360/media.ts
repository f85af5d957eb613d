import { randomUUID } from "node:crypto";

import { DeliveryError, FileTooLargeError } from "../bridge/errors.ts";
import type { Dialog360Settings } from "../settings/settings.ts";
import {
  readChunks,
  readShort,
  saveFile,
  transfer,
  type Allot,
  type LocalFile,
  type TransferAnswer,
  type TransferBody,
} from "../transfer.ts";
import { ErrorBudget } from "./error-budget.ts";
import { toDeliveryError } from "./errors.ts";
import { readLocation, readUploadId, type WireLocation } from "./media-payload.ts";
import { toTransportError } from "./transport-errors.ts";

/** A customer's file as a notification names it. */
export interface MediaReference {
  readonly mediaId: string;
  /** Where its bytes are, for five minutes. */
  readonly url?: string | undefined;
  /** In hex or base64. */
  readonly sha256?: string | undefined;
}

/** Files in WhatsApp's keeping. Every method throws `DeliveryError`, after one attempt. */
export interface Dialog360Media {
  /** Fetches a customer's file. @returns its size */
  download(media: MediaReference, allot: Allot): Promise<number>;
  /** @returns the id by which a message names it, for 30 days */
  upload(file: LocalFile): Promise<string>;
}

export interface MediaOptions {
  /** The wall clock, for a Retry-After that is a date. */
  readonly now: () => number;
  /** For what is counted by the hour. */
  readonly monotonic: () => number;
  /** Default 60 s. */
  readonly silenceMs?: number;
}

/** The On-Premises API takes no larger ones. */
const mostBytesV1 = 64 * 1024 * 1024;

/** Where Meta keeps files; 360dialog hands them out under its own name. */
const keeper = "https://lookaside.fbsbx.com";

const fetching = "Fetch a file";
const sending = "Upload a file";

/** Files over 360dialog's API. */
export function createDialog360Media(
  settings: Dialog360Settings,
  { now, monotonic, silenceMs = 60_000 }: MediaOptions,
): Dialog360Media {
  const { generation } = settings;
  const base = new URL(settings.url);
  const key = { "D360-API-KEY": settings.apiKey };
  const budget = new ErrorBudget(monotonic);

  /** @throws DeliveryError for everything but a success */
  async function ask(tried: string, path: string, upload?: Upload): Promise<TransferAnswer> {
    const call = (): Promise<TransferAnswer> =>
      transfer({
        url: new URL(path, base),
        headers: { ...key, ...upload?.headers },
        ...(upload && { body: upload.body }),
        silenceMs,
      });
    const answer = await attempt(tried, upload ? call() : budget.spend(call));
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw await toMediaError(tried, answer);
  }

  async function toMediaError(tried: string, answer: TransferAnswer): Promise<DeliveryError> {
    const { status, headers } = answer;
    const body = new TextDecoder().decode(await attempt(tried, readShort(answer)));
    const error = toDeliveryError({ tried, status, headers, body }, now());
    // A file that is gone, a link that is over or leads elsewhere say nothing of the account.
    const isAboutFile = [404, 405, 410].includes(status) || (status >= 300 && status < 400);
    const isOverLink = status === 403 && !error.provider;
    return isAboutFile || isOverLink
      ? new DeliveryError(error.message, { verdict: "permanent" })
      : error;
  }

  async function askJson(tried: string, path: string, upload?: Upload): Promise<unknown> {
    const body = await attempt(tried, readShort(await ask(tried, path, upload)));
    try {
      return JSON.parse(new TextDecoder().decode(body));
    } catch {
      return null;
    }
  }

  async function locate(mediaId: string): Promise<WireLocation> {
    const location = readLocation(await askJson(fetching, `/${encodeURIComponent(mediaId)}`));
    if (location) return location;
    throw new DeliveryError(`${fetching}: no place is told`, { verdict: "transient" });
  }

  /** The path below our own base. @throws DeliveryError for any other host: the key would go there */
  function toPath(url: string): string {
    const place = URL.parse(url);
    if (place && (place.origin === keeper || place.origin === base.origin)) {
      return place.pathname + place.search;
    }
    throw new DeliveryError(`${fetching}: it is said to be at another host`, {
      verdict: "permanent",
    });
  }

  async function open(media: MediaReference): Promise<[TransferAnswer, string | undefined]> {
    const { mediaId, url, sha256 } = media;
    if (generation === "v1") {
      return [await ask(fetching, `/v1/media/${encodeURIComponent(mediaId)}`), sha256];
    }
    if (url !== undefined) {
      try {
        return [await ask(fetching, toPath(url)), sha256];
      } catch (error) {
        // The link is over; the id lives for seven days.
        if (!(error instanceof DeliveryError) || error.verdict !== "permanent") throw error;
      }
    }
    const location = await locate(mediaId);
    return [await ask(fetching, toPath(location.url)), sha256 ?? location.sha256];
  }

  return {
    async download(media, allot) {
      refuseSandbox(fetching, settings);
      const [answer, sha256] = await open(media);
      return attempt(fetching, saveFile(answer, allot, sha256));
    },

    async upload(file) {
      refuseSandbox(sending, settings);
      if (generation === "v1" && file.size > mostBytesV1) {
        throw new FileTooLargeError(file.size, mostBytesV1);
      }
      const answer =
        generation === "v1"
          ? await askJson(sending, "/v1/media", renderRaw(file))
          : await askJson(sending, "/media", renderForm(file));
      const id = readUploadId(answer);
      if (id !== null) return id;
      throw new DeliveryError(`${sending}: no id is told`, { verdict: "transient" });
    },
  };
}

interface Upload {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: TransferBody;
}

function renderRaw({ path, size, mimeType }: LocalFile): Upload {
  return {
    headers: { "content-type": mimeType },
    body: { length: size, chunks: readChunks(path) },
  };
}

/** The form that Meta describes, written out by hand so that its length is known before the file is read. */
function renderForm({ path, size, name, mimeType }: LocalFile): Upload {
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

function refuseSandbox(tried: string, { sandbox }: Dialog360Settings): void {
  if (!sandbox) return;
  const title = "the sandbox of 360dialog has no files";
  const facts = { verdict: "permanent", provider: { code: null, title } } as const;
  throw new DeliveryError(`${tried}: ${title}`, facts);
}

/** Neither direction changes anything that a repeat would do twice: a file that nobody names is nothing. */
async function attempt<T>(tried: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof DeliveryError) throw error;
    throw new DeliveryError(toTransportError(tried, error).message, { verdict: "transient" });
  }
}
