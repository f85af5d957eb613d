/**
 * Reads a request's body of at most `maxBytes`. With a Content-Length (`length`) it comes in one piece (the HTTP server holds the
 * sender to it); without one it is counted while it comes.
 */
export async function readBody(
  request: Request,
  { maxBytes, length }: { readonly maxBytes: number; readonly length: string | undefined },
): Promise<Uint8Array | "too large" | "broken"> {
  try {
    if (length === undefined) return await readCounted(request, maxBytes);
    if (!(Number(length) <= maxBytes)) return "too large";
    return new Uint8Array(await request.arrayBuffer());
  } catch {
    // The sender went away; there is nobody to tell.
    return "broken";
  }
}

async function readCounted(request: Request, maxBytes: number): Promise<Uint8Array | "too large"> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) return "too large";
    chunks.push(chunk);
  }
  const body = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return body;
}
