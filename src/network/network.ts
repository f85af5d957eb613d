import { readFileSync } from "node:fs";
import http from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { createSecureContext, getCACertificates, type SecureContext } from "node:tls";

import { OperatorError } from "../bridge/errors.ts";
import { listCertificates } from "../settings/certificates.ts";
import type { ProxySettings, Settings } from "../settings/settings.ts";
import { toCallError } from "./call-error.ts";
import { createFetch, type Way } from "./fetch.ts";
import { isBypassed } from "./proxy-bypass.ts";

/**
 * The way out of this process: every call takes it, so that `WA_CA_FILE`, `HTTPS_PROXY` and `NO_PROXY` hold for all, in
 * Node, Deno and the executable alike. No connection is used twice: one that the other side closes just then leaves a
 * message in doubt.
 */
export interface Network extends Way {
  /** For calls with short bodies; reads the whole answer before it resolves. Follows no redirect. */
  readonly fetch: typeof globalThis.fetch;
}

/** A proxy that does not answer must be told apart from a service that does not: calls wait for 10 s at least. */
const tunnelTimeoutMs = 5_000;

/** @throws OperatorError 78 where the certificates cannot be read, or this runtime knows no proxies */
export function createNetwork({ caFile, proxy }: Pick<Settings, "caFile" | "proxy">): Network {
  const roots = caFile === null ? {} : { secureContext: trustAlso(caFile) };
  const plain = new http.Agent();
  const direct = new HttpsAgent(roots);
  const proxied = proxy && new HttpsAgent({ ...roots, ...toProxyOptions(proxy) });
  // As elsewhere HTTPS_PROXY is for https: what is not encrypted stays in the private network that it is meant for.
  const isProxied = (url: URL): boolean =>
    proxy !== null && url.protocol === "https:" && !isBypassed(url, proxy.bypass);
  const way: Way = {
    agent: (url) =>
      url.protocol === "http:" ? plain : proxied && isProxied(url) ? proxied : direct,
    toError: (thrown, url) => toCallError(thrown, { isProxied: isProxied(url) }),
  };
  return { ...way, fetch: createFetch(way) };
}

/** Made once: reading all roots takes 20 ms. */
function trustAlso(caFile: string): SecureContext {
  try {
    const own = listCertificates(readFileSync(caFile, "utf8"));
    return createSecureContext({ ca: [...getCACertificates("default"), ...own] });
  } catch (cause) {
    throw new OperatorError(`Read the root certificates in "${caFile}": they cannot be used`, {
      code: "configuration",
      exitCode: 78,
      hint: "let WA_CA_FILE name a PEM file that this user may read",
      cause,
    });
  }
}

function toProxyOptions({ url }: ProxySettings): http.AgentOptions {
  if (typeof http.setGlobalProxyFromEnv !== "function") {
    // An older agent would not know `proxyEnv`, and call directly without a word.
    throw new OperatorError("Use the proxy of HTTPS_PROXY: this runtime cannot", {
      code: "configuration",
      exitCode: 78,
      hint: "run the executable, Node 24.14 or newer, or Deno 2.9.6 or newer",
    });
  }
  return { proxyEnv: { HTTPS_PROXY: url }, timeout: tunnelTimeoutMs };
}
