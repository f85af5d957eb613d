import { DeliveryError, FileTooLargeError } from "../bridge/errors.ts";
import type { Way } from "../network/fetch.ts";
import {
  readShort,
  saveFile,
  transfer,
  type Allot,
  type LocalFile,
  type TransferAnswer,
} from "../network/transfer.ts";
import type { Dialog360Settings } from "../settings/settings.ts";
import { ErrorBudget } from "./error-budget.ts";
import { toDeliveryError } from "./errors.ts";
import { readLocation, readUploadId, type WireLocation } from "./media-payload.ts";
import { renderForm, renderRaw, type Upload } from "./media-upload.ts";
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
  readonly network: Way;
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
  { network, now, monotonic, silenceMs = 60_000 }: MediaOptions,
): Dialog360Media {
  const { generation } = settings;
  const base = new URL(settings.url);
  const key = { "D360-API-KEY": settings.apiKey };
  const budget = new ErrorBudget(monotonic);

  /** @throws DeliveryError for everything but a success */
  async function ask(tried: string, place: string | URL, upload?: Upload): Promise<TransferAnswer> {
    const url = new URL(place, base);
    // Nobody else gets the key, whatever a link looks like.
    if (url.origin !== base.origin) throw toForeign();
    const call = (): Promise<TransferAnswer> =>
      transfer(
        {
          url,
          headers: { ...key, ...upload?.headers },
          ...(upload && { body: upload.body }),
          silenceMs,
        },
        network,
      );
    const answer = await attempt(tried, upload ? call() : budget.spend(call));
    if (answer.status >= 200 && answer.status < 300) return answer;
    const error = await toMediaError(tried, answer);
    throw upload ? error : judgeDownload(error, answer);
  }

  async function toMediaError(tried: string, answer: TransferAnswer): Promise<DeliveryError> {
    const { status, headers } = answer;
    const body = new TextDecoder().decode(await attempt(tried, readShort(answer)));
    return toDeliveryError({ tried, status, headers, body }, now());
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

  /** Where a link leads under 360dialog's name. @throws DeliveryError for a link to any other host than Meta's or ours */
  function toPlace(link: string): URL {
    const told = URL.parse(link);
    if (!told || (told.origin !== keeper && told.origin !== base.origin)) throw toForeign();
    const place = new URL(base);
    place.pathname = told.pathname;
    place.search = told.search;
    return place;
  }

  async function open(media: MediaReference): Promise<[TransferAnswer, string | undefined]> {
    const { mediaId, url, sha256 } = media;
    if (generation === "v1") {
      return [await ask(fetching, `/v1/media/${encodeURIComponent(mediaId)}`), sha256];
    }
    if (url !== undefined) {
      try {
        return [await ask(fetching, toPlace(url)), sha256];
      } catch (error) {
        // The link is over; the id lives for seven days.
        if (!(error instanceof DeliveryError) || error.verdict !== "permanent") throw error;
      }
    }
    const location = await locate(mediaId);
    return [await ask(fetching, toPlace(location.url)), sha256 ?? location.sha256];
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

/** What an answer without the file means: of a file that is gone, a link that is over or leads elsewhere, nothing of the account. */
function judgeDownload(error: DeliveryError, { status }: TransferAnswer): DeliveryError {
  const isAboutFile = [404, 405, 410].includes(status) || (status >= 300 && status < 400);
  const isOverLink = status === 403 && !error.provider;
  return isAboutFile || isOverLink
    ? new DeliveryError(error.message, { verdict: "permanent" })
    : error;
}

function toForeign(): DeliveryError {
  const tried = `${fetching}: it is said to be at another host`;
  return new DeliveryError(tried, { verdict: "permanent" });
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
    const { message, why } = toTransportError(tried, error);
    throw new DeliveryError(message, { verdict: "transient", why: why ?? undefined });
  }
}
