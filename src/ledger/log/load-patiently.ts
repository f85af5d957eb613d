import { setTimeout as pause } from "node:timers/promises";

import { OperatorError } from "../../bridge/errors.ts";
import { loadStore, type LoadedStore, type StorePlace } from "./load.ts";

const tries = 5;
const pauseMs = 20;

/**
 * Loads a store that somebody else may be writing to. A checkpoint may replace the file and remove segments between two
 * looks, which then seem to be damaged or to have a gap: then again from the start.
 */
export async function loadPatiently(place: StorePlace): Promise<LoadedStore | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return loadStore(place);
    } catch (error) {
      const mayPass = error instanceof OperatorError && error.exitCode === 73;
      if (!mayPass || attempt === tries) throw error;
    }
    await pause(pauseMs);
  }
}
