import { createHash } from "node:crypto";

/** A file's bytes, or how they are made: large ones are never held. */
export interface FileContent {
  readonly size: number;
  /** In hex. */
  readonly sha256: string;
  readonly chunks: () => Iterable<Uint8Array<ArrayBuffer>>;
}

/** What was taken in and not kept has a size and a checksum alone. */
export type KeptContent = Omit<FileContent, "chunks"> & Partial<Pick<FileContent, "chunks">>;

const blockSize = 64 * 1024;

export function toContent(bytes: Uint8Array<ArrayBuffer>): FileContent {
  return {
    size: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    chunks: () => [bytes],
  };
}

/** A file of any size out of one repeated block that begins with its number. */
export function makeContent(size: number, seed: string): FileContent {
  const block = new Uint8Array(blockSize).fill(seed.length + 1);
  block.set(new TextEncoder().encode(seed));
  function* chunks(): Generator<Uint8Array<ArrayBuffer>> {
    for (let at = 0; at < size; at += blockSize) {
      const chunk = block.slice(0, Math.min(blockSize, size - at));
      if (chunk.length >= 4) new DataView(chunk.buffer).setUint32(chunk.length - 4, at);
      yield chunk;
    }
  }
  const digest = createHash("sha256");
  for (const chunk of chunks()) digest.update(chunk);
  return { size, sha256: digest.digest("hex"), chunks };
}

/** Takes an upload in. @param keptBytes what is larger is only counted and summed */
export async function takeContent(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  keptBytes: number,
): Promise<KeptContent> {
  const digest = createHash("sha256");
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    digest.update(chunk);
    size += chunk.length;
    if (size <= keptBytes) kept.push(new Uint8Array(chunk));
    else kept.length = 0;
  }
  const sha256 = digest.digest("hex");
  if (size > keptBytes) return { size, sha256 };
  const bytes = new Uint8Array(Buffer.concat(kept));
  return { size, sha256, chunks: () => [bytes] };
}

/** The bytes as the body of an answer, which makes them as they are read. */
export function toBody({
  chunks,
}: Pick<FileContent, "chunks">): ReadableStream<Uint8Array<ArrayBuffer>> {
  const source = chunks()[Symbol.iterator]();
  return new ReadableStream({
    pull(controller) {
      const next = source.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
  });
}
