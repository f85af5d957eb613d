import { once } from "node:events";
import { Agent } from "node:http";

import type { Ledger } from "../../src/bridge/ports.ts";
import type { Network } from "../../src/network/network.ts";
import type { World } from "../../src/simulator/world.ts";

/** So many turns of the event loop have to bring nothing: Deno looks for what came over a socket at every 61st only. */
const quietTurns = 200;
/** What stays open so long without a sign of life waits for something that is not known here. */
const longestMs = 5_000;

const worlds = new Set<World>();
/** What is asked of a ledger, or called by fetch, and has no whole answer yet; in this whole process, as fetch is. */
let open = 0;
/** Resolves when something begins or ends. */
let sign = Promise.withResolvers<void>();
const { fetch } = globalThis;

/**
 * Resolves when nothing goes on by itself any more between the bot and the simulators: nothing is asked of the ledger, and
 * those calls alone have no answer that a simulator holds back.
 */
export async function untilAtRest(): Promise<void> {
  let busySince: number | null = null;
  for (let quiet = 0; quiet < quietTurns; quiet += 1) {
    const { promise: something } = sign;
    if (open > countHeld()) {
      busySince ??= performance.now();
      if (performance.now() - busySince > longestMs) return;
      await Promise.race([something, new Promise((resolve) => setTimeout(resolve, 1))]);
      quiet = 0;
    } else await new Promise((resolve) => setImmediate(resolve));
    if (something !== sign.promise) {
      busySince = null;
      quiet = 0;
    }
  }
}

/** Counts the calls between this world and the bot. @returns ends it */
export function watchWorld(world: World): () => void {
  worlds.add(world);
  globalThis.fetch = callAndCount;
  return () => {
    worlds.delete(world);
    if (worlds.size === 0) globalThis.fetch = fetch;
  };
}

/** The same way out; what goes over it is counted: calls until they have their answer, files until their socket is closed. */
export function watchNetwork(network: Network): Network {
  const files = new Agent();
  const connect = files.createConnection.bind(files);
  files.createConnection = (...given) => {
    const socket = connect(...given);
    if (socket) void count(once(socket, "close")).catch(() => {});
    return socket;
  };
  return {
    ...network,
    fetch: (...given) => count(network.fetch(...given)),
    agent: (url) => (url.protocol === "http:" ? files : network.agent(url)),
  };
}

/** The same ledger; what it is asked is counted. */
export function watchLedger<Watched extends Ledger>(ledger: Watched): Watched {
  return new Proxy(ledger, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function" || name === "close") return member;
      // Everything else that can be called answers with a promise.
      return (...given: unknown[]) =>
        count(Reflect.apply(member, target, given) as Promise<unknown>);
    },
  });
}

async function callAndCount(...given: Parameters<typeof fetch>): Promise<Response> {
  const response = await count(fetch(...given));
  // Whether the caller reads it or not.
  if (response.body) void count(response.clone().arrayBuffer()).catch(() => {});
  return response;
}

function count<T>(work: Promise<T>): Promise<T> {
  tell(1);
  return work.finally(() => tell(-1));
}

function tell(change: number): void {
  open += change;
  sign.resolve();
  sign = Promise.withResolvers();
}

/** How many calls a simulator keeps waiting. */
function countHeld(): number {
  const held = [...worlds].flatMap(({ dialog360, teamwire }) => [
    dialog360.simulator.faults.held,
    teamwire.simulator.held,
  ]);
  return held.reduce((sum, one) => sum + one, 0);
}
