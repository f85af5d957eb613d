import { createNetwork } from "../../src/network/network.ts";

/** Direct calls, with the built-in root certificates. */
export const direct = createNetwork({ caFile: null, proxy: null });
