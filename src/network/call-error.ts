import { plain, plainIf, type Plain } from "../bridge/log/plain.ts";

/** A call did not get as far as the other side: the proxy, or the trust in a certificate, is to be set right here. */
export class NoWayError extends Error {
  override readonly name = "NoWayError";
  readonly why: Plain;

  constructor(why: Plain, facts: ErrorOptions = {}) {
    super(String(why), facts);
    this.why = why;
  }
}

/** Before a connection there is no other side. Behind a proxy these are the proxy's. */
const unconnected = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
const wrongCertificate = /^(?:ERR_TLS_\w+|CERT_\w+)$/;
const unknownRoot = /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;

/** What broke a call, with the setting's name where an operator can mend it. The proxy's own words stay out. */
export function toCallError(
  thrown: unknown,
  { isProxied }: { readonly isProxied: boolean },
): Error {
  if (!(thrown instanceof Error)) return new Error(String(thrown));
  const code = "code" in thrown && typeof thrown.code === "string" ? thrown.code : "";
  const facts = { cause: thrown };
  const missing = toMissingPermission(thrown, code);
  if (missing) return new NoWayError(plain`Deno does not allow the call (${missing})`, facts);
  if (wrongCertificate.test(code)) {
    return new NoWayError(plain`its certificate is not valid (${toShown(code)})`, facts);
  }
  if (unknownRoot.test(code)) {
    return new NoWayError(
      plain`its certificate is not trusted (${toShown(code)}), see WA_CA_FILE`,
      facts,
    );
  }
  if (!isProxied) return thrown;
  const [, status] = /HTTP\/1\.\d (\d{3})/.exec(thrown.message) ?? [];
  if (code === "ERR_PROXY_TUNNEL" && status !== undefined) {
    return new NoWayError(plain`the proxy of HTTPS_PROXY answered ${Number(status)}`, facts);
  }
  if (code === "ERR_PROXY_TUNNEL" || /\btunnel/i.test(thrown.message)) {
    return new NoWayError(plain`the proxy of HTTPS_PROXY opened no way`, facts);
  }
  if (!unconnected.test(code)) return thrown;
  return new NoWayError(
    plain`the proxy of HTTPS_PROXY cannot be reached (${toShown(code)})`,
    facts,
  );
}

/** The flag of Deno that is missing. For a name that may not be looked up it only says EPERM, which resolvers never do. */
function toMissingPermission({ name, message }: Error, code: string): Plain | null {
  if (code === "EPERM" && message.startsWith("getaddrinfo ")) return plain`--allow-net`;
  if (name !== "NotCapable") return null;
  return plainIf(/--allow-\w+/.exec(message)?.[0] ?? "", /--allow-[a-z]+/);
}

function toShown(code: string): Plain {
  return plainIf(code, /[A-Z][A-Z_]{2,60}/);
}
