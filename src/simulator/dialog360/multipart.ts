/** A part of a form; its body has to be read before the next part. */
export interface FormPart {
  readonly name: string;
  readonly filename: string | null;
  readonly mimeType: string;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Reads a form while it comes, so that no file has to be held. @throws Error for what is no whole form */
export async function* readForm(
  contentType: string,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<FormPart> {
  const boundary = /^multipart\/form-data;\s*boundary="?([^";]+)"?$/i.exec(contentType)?.[1];
  if (!boundary) throw new Error("read a form: no boundary");
  const reader = new DelimitedReader(body);
  await drain(reader.until(`--${boundary}`));
  for (;;) {
    const rest = await readText(reader.until("\r\n"));
    if (rest === "--") return;
    const head = await readText(reader.until("\r\n\r\n"));
    const part = { ...parseHead(head), body: reader.until(`\r\n--${boundary}`) };
    yield part;
    await drain(part.body);
  }
}

/** Hands out a stream piece by piece, each up to a delimiter. */
class DelimitedReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async *until(delimiter: string): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#rest.indexOf(delimiter, 0, "latin1");
      if (at >= 0) {
        yield this.#rest.subarray(0, at);
        this.#rest = this.#rest.subarray(at + delimiter.length);
        return;
      }
      // The delimiter may be cut in two.
      const safe = Math.max(0, this.#rest.length - delimiter.length + 1);
      yield this.#rest.subarray(0, safe);
      const next = await this.#source.next();
      if (next.done) throw new Error("read a form: cut off");
      this.#rest = Buffer.concat([this.#rest.subarray(safe), next.value]);
    }
  }
}

function parseHead(head: string): Omit<FormPart, "body"> {
  const disposition = /^content-disposition:.*$/im.exec(head)?.[0] ?? "";
  return {
    name: /[; ]name="([^"]*)"/.exec(disposition)?.[1] ?? "",
    filename: /filename="([^"]*)"/.exec(disposition)?.[1] ?? null,
    mimeType: /^content-type:\s*(\S+)/im.exec(head)?.[1] ?? "text/plain",
  };
}

/** The text of a short part. */
export async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function drain(body: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of body);
}
