import type { SimulatorClock } from "../clock.ts";
import { takeContent, type FileContent, type KeptContent } from "../content.ts";
import { readForm, readText } from "./multipart.ts";

/** A file in WhatsApp's keeping. */
export interface StoredMedia {
  readonly id: string;
  readonly mimeType: string;
  /** The name that came with an upload. */
  readonly name: string | null;
  readonly content: KeptContent;
  /** Whether the business uploaded it. */
  readonly uploaded: boolean;
}

const linkMs = 5 * 60_000;

/** The files of one business number. */
export class MediaStore {
  readonly #clock: SimulatorClock;
  readonly #keptBytes: number;
  readonly #stored = new Map<string, StoredMedia>();
  /** Until when each link leads to its file. */
  readonly #links = new Map<string, { readonly id: string; readonly until: number }>();
  /** What comes first: an id is a number of 15 digits. */
  #lastId = 100_000_000_000_000;

  constructor(options: { readonly clock: SimulatorClock; readonly keptBytes: number }) {
    this.#clock = options.clock;
    this.#keptBytes = options.keptBytes;
  }

  get list(): readonly StoredMedia[] {
    return [...this.#stored.values()];
  }

  find(id: unknown): StoredMedia | undefined {
    return this.#stored.get(String(id));
  }

  /** A customer's file. @returns what stands in their message under its type's name */
  add(content: FileContent, mimeType: string): { id: string; mime_type: string; sha256: string } {
    const { id } = this.#keep({ mimeType, name: null, content, uploaded: false });
    return {
      id,
      mime_type: mimeType,
      sha256: Buffer.from(content.sha256, "hex").toString("base64"),
    };
  }

  /** WhatsApp no longer has the file. */
  forget(id: string): void {
    this.#stored.delete(id);
  }

  /** Where a file is for five minutes, at Meta's own address. */
  link(id: string): string {
    const hash = `h${this.#links.size + 1}`;
    this.#links.set(hash, { id, until: this.#clock.now() + linkMs });
    return `https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=${id}&hash=${hash}`;
  }

  /** The file behind a link, while that leads there. */
  follow(hash: string | undefined): StoredMedia | undefined {
    const link = this.#links.get(hash ?? "");
    return link && this.#clock.now() < link.until ? this.find(link.id) : undefined;
  }

  /** v2: a form. @returns null for one without what it must have */
  async takeForm(request: Request): Promise<StoredMedia | null> {
    let product = "";
    let taken: Omit<StoredMedia, "id"> | null = null;
    for await (const part of readForm(
      request.headers.get("content-type") ?? "",
      toChunks(request),
    )) {
      if (part.name === "messaging_product") product = await readText(part.body);
      if (part.name !== "file") continue;
      const { mimeType, filename: name } = part;
      const content = await takeContent(part.body, this.#keptBytes);
      taken = { mimeType, name, content, uploaded: true };
    }
    return taken && product === "whatsapp" ? this.#keep(taken) : null;
  }

  /** v1: the bare bytes. */
  async takeRaw(request: Request): Promise<StoredMedia> {
    const mimeType = request.headers.get("content-type") ?? "";
    const content = await takeContent(toChunks(request), this.#keptBytes);
    return this.#keep({ mimeType, name: null, content, uploaded: true });
  }

  #keep(media: Omit<StoredMedia, "id">): StoredMedia {
    const id = String(++this.#lastId);
    const stored = { ...media, id };
    this.#stored.set(id, stored);
    return stored;
  }
}

async function* toChunks({ body }: Request): AsyncGenerator<Uint8Array> {
  for await (const chunk of body ?? []) yield chunk;
}
