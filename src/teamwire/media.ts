import { Buffer } from "node:buffer";

import { DeliveryError } from "../bridge/errors.ts";
import type { Way } from "../network/fetch.ts";
import {
  readChunks,
  readShort,
  saveFile,
  transfer,
  type Allot,
  type LocalFile,
  type Transfer,
  type TransferAnswer,
} from "../network/transfer.ts";
import type { TeamwireSettings } from "../settings/settings.ts";
import { toDeliveryError, toOddAnswerError, toSilenceError, type Asked } from "./errors.ts";
import { readAssetAnswer, toJson } from "./payload.ts";
import { renderDisposition } from "./render.ts";

/** Files in Teamwire's keeping. Every method throws `DeliveryError`, after one attempt. */
export interface TeamwireMedia {
  /** @returns the asset's id */
  upload(file: LocalFile): Promise<string>;
  /** Fetches an asset. @returns its size */
  download(asset: { readonly assetId: string }, allot: Allot): Promise<number>;
}

export interface MediaOptions {
  readonly network: Way;
  /** The wall clock, for a Retry-After that is a date. */
  readonly now: () => number;
  /** Default 60 s, the SDK's own time-out for assets. */
  readonly silenceMs?: number;
}

// A repeat makes a second asset, but nothing that anybody sees: neither is in doubt.
const uploading: Asked = { name: "upload" };
const fetching: Asked = { name: "asset" };

/** Files over the contract's assets. */
export function createTeamwireMedia(
  settings: TeamwireSettings,
  { network, now, silenceMs = 60_000 }: MediaOptions,
): TeamwireMedia {
  const credentials = Buffer.from(`${settings.appId}:${settings.secret}`).toString("base64");

  /** @throws DeliveryError for everything but a success */
  async function ask(
    asked: Asked,
    path: string,
    call: Pick<Transfer, "headers" | "body">,
  ): Promise<TransferAnswer> {
    const answer = await attempt(
      asked,
      transfer(
        {
          ...call,
          url: new URL(`${settings.host}/v1/${path}`),
          headers: { ...call.headers, authorization: `Basic ${credentials}` },
          silenceMs,
        },
        network,
      ),
    );
    const { status, headers } = answer;
    if (status >= 200 && status < 300) return answer;
    const body = await attempt(asked, readShort(answer));
    const refusal = { status, retryAfter: headers.get("retry-after"), body };
    throw toDeliveryError(refusal, asked, now());
  }

  return {
    async upload({ path, size, name, mimeType }) {
      const answer = await ask(uploading, "assets/", {
        headers: {
          accept: "application/json",
          "content-type": mimeType,
          "content-disposition": renderDisposition(name),
        },
        body: { length: size, chunks: readChunks(path) },
      });
      const body = await attempt(uploading, readShort(answer));
      const read = readAssetAnswer(parse(body));
      if (read.ok) return read.value.asset.asset_id;
      throw toOddAnswerError(read.reason, uploading);
    },

    async download({ assetId }, allot) {
      const answer = await ask(fetching, `assets/${encodeURIComponent(assetId)}/`, {
        headers: {},
      });
      return attempt(fetching, saveFile(answer, allot));
    },
  };
}

function parse(body: Uint8Array): unknown {
  try {
    return toJson(body);
  } catch {
    return null;
  }
}

async function attempt<T>(asked: Asked, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof DeliveryError) throw error;
    throw toSilenceError(error, asked);
  }
}
