import type { ExitCode } from "../bridge/errors.ts";
import type { Request } from "./operations.ts";
import type { Answer, Word } from "./store.ts";

/** What the worker is started with. */
export interface WorkerStart {
  /** The store's path, absolute. */
  readonly store: string;
  readonly newStoreId: string;
  readonly wasm: Uint8Array;
}

/** From the main thread to the worker. */
export type ToWorker =
  | { readonly kind: "group"; readonly group: Group }
  | { readonly kind: "close" };

/**
 * From the worker: `opened` or `refused` first, then the answers of each group in their order, then `closed`.
 * Whoever started the thread ends it.
 */
export type FromWorker =
  | { readonly kind: "opened"; readonly storeId: string; readonly words: readonly Word[] }
  | { readonly kind: "refused"; readonly trouble: Trouble }
  | { readonly kind: "answers"; readonly groups: readonly (readonly Answer[])[] }
  | { readonly kind: "closed"; readonly words: readonly Word[] };

/** An OperatorError on its way between threads, where classes get lost. */
export interface Trouble {
  readonly message: string;
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly hint: string | null;
}

/** Requests with their bodies side by side in one buffer, which changes hands without being copied. */
export interface Group {
  readonly requests: readonly Request[];
  /** The lengths of the bodies, in the order of their requests. */
  readonly lengths: readonly number[];
  readonly bodies: Uint8Array<ArrayBuffer>;
}

const noBody = new Uint8Array(0);

/** Packs requests. A body may be a part of a large buffer, which would be copied whole. */
export function packGroup(requests: readonly Request[]): Group {
  const bodies = requests.flatMap((request) =>
    request.name === "record" ? request.given.body : [],
  );
  const packed = new Uint8Array(bodies.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const body of bodies) {
    packed.set(body, at);
    at += body.length;
  }
  return {
    requests: requests.map((request) =>
      request.name === "record"
        ? { name: "record", given: { ...request.given, body: noBody } }
        : request,
    ),
    lengths: bodies.map(({ length }) => length),
    bodies: packed,
  };
}

/** Gives the requests their bodies back, as parts of the one buffer. */
export function unpackGroup({ requests, lengths, bodies }: Group): Request[] {
  let next = 0;
  let at = 0;
  return requests.map((request) => {
    if (request.name !== "record") return request;
    const end = at + (lengths[next] ?? 0);
    const body = bodies.subarray(at, end);
    next += 1;
    at = end;
    return { name: "record", given: { ...request.given, body } };
  });
}
