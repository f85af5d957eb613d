import type * as Crypto from "node:crypto";
import { createRequire } from "node:module";

const require = createRequire("file:///settings");

/** node:crypto, loaded at the first call: it would be a tenth of what a quick command takes, and few settings need it. */
export function loadCrypto(): typeof Crypto {
  const crypto: typeof Crypto = require("node:crypto");
  return crypto;
}
