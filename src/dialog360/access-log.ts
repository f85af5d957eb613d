import type { IncomingHttpHeaders } from "node:http";

import { plainIf, type Plain } from "../bridge/log/plain.ts";
import type { Log } from "../bridge/ports.ts";
import { toClientAddress } from "./client-address.ts";

/** A request as Node parsed it. */
export interface Caller {
  readonly headers: IncomingHttpHeaders;
  readonly socket?: { readonly remoteAddress?: string | undefined };
}

/** Of the same answer; strangers must not fill the log. */
const quietMs = 60_000;

/**
 * Tells of each request at `debug`; of one that was refused at `info`, once a minute for each status and with the number of
 * those that were left out.
 */
export function createAccessLog({
  log,
  now,
}: {
  readonly log: Log;
  readonly now: () => number;
}): (caller: Caller, status: number) => void {
  const toClient = createClientReader();
  const refused = new Map<number, { readonly at: number; more: number }>();
  return (caller, status) => {
    const fields = { status, client: toClient(caller) };
    if (status === 200) return log.debug("answered", fields);
    const last = refused.get(status);
    if (last && now() - last.at < quietMs) {
      last.more += 1;
      return log.debug("refused", fields);
    }
    refused.set(status, { at: now(), more: 0 });
    log.info("refused", { ...fields, ...(last && { more: last.more }) });
  };
}

/** Notifications come from few places, mostly the one before: every one comes through here. */
function createClientReader(): (caller: Caller) => Plain | null {
  let last: { readonly peer: unknown; readonly forwarded: unknown; readonly client: Plain | null } =
    {
      peer: null,
      forwarded: null,
      client: null,
    };
  return ({ headers, socket }) => {
    const peer = socket?.remoteAddress;
    const forwarded = headers["x-forwarded-for"];
    if (peer !== last.peer || forwarded !== last.forwarded) {
      const address = toClientAddress(peer, forwarded?.toString());
      const client = address === null ? null : plainIf(address, /[\da-f.:]{2,45}/i);
      last = { peer, forwarded, client };
    }
    return last.client;
  };
}
