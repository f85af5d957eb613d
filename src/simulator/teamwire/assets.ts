import { takeContent, type FileContent, type KeptContent } from "../content.ts";
import { TeamwireRefusal } from "./errors.ts";
import type { TeamwireAsset } from "./objects.ts";

/** An asset with its content. */
export interface StoredAsset extends TeamwireAsset {
  readonly content: KeptContent;
}

/** The files that were uploaded. */
export class Assets {
  readonly #maxBytes: number;
  readonly #keptBytes: number;
  readonly #nextId: () => string;
  readonly #stored = new Map<string, StoredAsset>();

  constructor(
    { maxAssetBytes, keptBytes }: { readonly maxAssetBytes: number; readonly keptBytes: number },
    nextId: () => string,
  ) {
    this.#maxBytes = maxAssetBytes;
    this.#keptBytes = keptBytes;
    this.#nextId = nextId;
  }

  get list(): readonly StoredAsset[] {
    return [...this.#stored.values()];
  }

  find(id: string): StoredAsset | undefined {
    return this.#stored.get(id);
  }

  /** @throws TeamwireRefusal when there is none of this id */
  get(id: string): StoredAsset {
    const asset = this.find(id);
    if (!asset) throw new TeamwireRefusal("not_found", "no such asset");
    return asset;
  }

  /** Refuses a request that names an asset which is not there; null names none. */
  demand(id: string | null): void {
    if (id === null || this.#stored.has(id)) return;
    throw new TeamwireRefusal("invalid_request", "no such asset");
  }

  /** A file of staff, as their app uploads it. */
  add(content: FileContent, { name, mimeType }: { name: string; mimeType: string }): TeamwireAsset {
    const asset = { asset_id: this.#nextId(), mime_type: mimeType, size: content.size, name };
    this.#stored.set(asset.asset_id, { ...asset, content });
    return asset;
  }

  async upload(request: Request): Promise<TeamwireAsset> {
    const { headers } = request;
    const mimeType = headers.get("Content-Type");
    const length = headers.get("Content-Length");
    const name = readName(headers.get("Content-Disposition"));
    if (!mimeType || !length || name === null) {
      const message = "Content-Type, Content-Length and Content-Disposition are needed";
      throw new TeamwireRefusal("invalid_request", message);
    }
    if (Number(length) > this.#maxBytes) throw new TeamwireRefusal("too_large", "asset too large");
    const content = await takeContent(request.body ?? [], this.#keptBytes);
    const { size } = content;
    if (size > this.#maxBytes) throw new TeamwireRefusal("too_large", "asset too large");
    const asset = { asset_id: this.#nextId(), mime_type: mimeType, size, name };
    this.#stored.set(asset.asset_id, { ...asset, content });
    return asset;
  }
}

/** The name of `attachment; filename*=UTF-8''…`; null if it is not written so. */
function readName(disposition: string | null): string | null {
  const encoded = /^attachment;\s*filename\*=UTF-8''([^;\s]+)$/i.exec(disposition ?? "")?.[1];
  if (!encoded) return null;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}
