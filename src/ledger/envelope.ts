import type { ExitCode } from "../bridge/errors.ts";
import type { ErasedCopy } from "../bridge/privacy.ts";
import type { Extent } from "./log/load.ts";
import type { Request, RequestOf } from "./operations.ts";
import type { Person } from "./privacy/mentions.ts";
import type { Answer, StoreOptions, Word } from "./store.ts";

/** What a thread is started with. */
export type WorkerStart = OwnerStart | CheckpointStart | EraseStart;

/** For the thread that owns the store. */
export interface OwnerStart extends StoreOptions {
  readonly kind: "owner";
  /** The store's path, absolute. */
  readonly store: string;
  readonly wasm: Uint8Array;
}

/** For the thread that writes one checkpoint; its only message is what went wrong, null for nothing. */
export interface CheckpointStart {
  readonly kind: "checkpoint";
  readonly store: string;
  readonly wasm: Uint8Array;
  readonly extent: Extent;
}

/** For the thread that erases a person from the copies beside a store; its only message is what came of it. */
export interface EraseStart {
  readonly kind: "erase";
  readonly store: string;
  readonly wasm: Uint8Array;
  readonly person: Person;
}

/** What came of it. */
export type CopiesErased =
  | { readonly kind: "done"; readonly copies: readonly ErasedCopy[] }
  | { readonly kind: "failed"; readonly fault: string };

/** From the main thread to the owner. */
export type ToWorker =
  | { readonly kind: "group"; readonly group: Group }
  | { readonly kind: "checkpointed"; readonly fault: string | null }
  /** Asks for a checkpoint at once. */
  | { readonly kind: "purge" }
  | { readonly kind: "close" };

/**
 * From the owner: `opened` or `refused` first, then the answers of each group in their order, `closed` at the end. A
 * `checkpoint` is to be run by another thread and answered with `checkpointed`. Whoever started the thread ends it.
 */
export type FromWorker =
  | { readonly kind: "opened"; readonly storeId: string }
  | { readonly kind: "refused"; readonly trouble: Trouble }
  | {
      readonly kind: "answers";
      readonly groups: readonly (readonly Answer[])[];
      /** How long the disk took each time it was waited for. */
      readonly syncsMs: readonly number[];
    }
  | { readonly kind: "checkpoint"; readonly extent: Extent }
  /** So many `purge` are done with, or failed. */
  | { readonly kind: "purged"; readonly count: number; readonly fault: string | null }
  | { readonly kind: "word"; readonly word: Word }
  | { readonly kind: "closed" };

/** An OperatorError on its way between threads, where classes get lost. */
export interface Trouble {
  readonly message: string;
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly hint: string | null;
}

/**
 * Requests on their way. Webhook posts are most of them and come as columns, which are cheap to hand over: `null` in
 * `requests` stands for the next of them.
 */
export interface Group {
  readonly requests: readonly (Request | null)[];
  readonly receivedAt: readonly number[];
  readonly lengths: readonly number[];
  /** The bodies side by side in one buffer, which changes hands without being copied. */
  readonly bodies: Uint8Array<ArrayBuffer>;
}

/** Bounds of what is run as one, so that its record stays small enough to be written at once. */
export const largestGroup = { requests: 512, bytes: 8 * 1024 * 1024 };

/** Takes the groups off the front that are run as one: as many as stay within bounds, but at least one. */
export function takeGroups(waiting: Group[]): Group[] {
  let requests = 0;
  let bytes = 0;
  const end = waiting.findIndex((group, index) => {
    requests += group.requests.length;
    bytes += group.bodies.length;
    return index > 0 && (requests > largestGroup.requests || bytes > largestGroup.bytes);
  });
  return waiting.splice(0, end === -1 ? waiting.length : end);
}

/** Packs requests. A body may be a part of a large buffer, which would be copied whole. */
export function packGroup(requests: readonly Request[]): Group {
  const posts = requests.flatMap((request) => (isPost(request) ? request.given : []));
  const bodies = new Uint8Array(posts.reduce((sum, { body }) => sum + body.length, 0));
  let at = 0;
  for (const { body } of posts) {
    bodies.set(body, at);
    at += body.length;
  }
  return {
    requests: requests.map((request) => (isPost(request) ? null : request)),
    receivedAt: posts.map(({ receivedAt }) => receivedAt),
    lengths: posts.map(({ body }) => body.length),
    bodies,
  };
}

/** Gives the requests back, with bodies that are parts of the one buffer. */
export function unpackGroup({ requests, receivedAt, lengths, bodies }: Group): Request[] {
  let next = 0;
  let at = 0;
  return requests.map((request) => {
    if (request) return request;
    const body = bodies.subarray(at, at + (lengths[next] ?? 0));
    const given = { source: "dialog360", receivedAt: receivedAt[next] ?? 0, body } as const;
    next += 1;
    at += body.length;
    return { name: "record", given };
  });
}

function isPost(request: Request): request is RequestOf<"record"> {
  if (request.name !== "record") return false;
  return request.given.source === "dialog360" && request.given.cursor === undefined;
}
