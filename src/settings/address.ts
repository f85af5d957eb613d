import { value, type ValueSchema } from "./value.ts";

/** Scheme and host, perhaps with a port, without a slash at the end. */
export function origin(example: string): ValueSchema<string> {
  return value(`an address of scheme and host only, such as ${example}`, (text) => {
    const url = toUrl(text);
    return url && url.pathname === "/" && !/[?#]/.test(text) ? url.origin : null;
  });
}

/** A whole http or https address. */
export function address(example: string): ValueSchema<string> {
  return value(`an http or https address, such as ${example}`, (text) => toUrl(text)?.href ?? null);
}

/** The address of a proxy, in which a user and password may stand. */
export function proxyAddress(): ValueSchema<string> {
  return value("the http or https address of a proxy, such as http://proxy.example:3128", (text) =>
    /^https?:\/\//i.test(text) && URL.canParse(text) ? text : null,
  );
}

/** Where notifications are to be sent. */
export function webhookAddress(): ValueSchema<string> {
  return value(
    "a public https address without a port or an underscore in its host, such as https://bot.example.com/whatsapp/notification",
    (text) => (checkWebhookUrl(text) === null ? new URL(text).href : null),
  );
}

/**
 * Why 360dialog would not take an address for its notifications; null for one that it takes. On this machine (with the
 * simulator) anything goes.
 */
export function checkWebhookUrl(text: string): string | null {
  const url = toUrl(text);
  if (!url) return "it is no https address";
  if (url.hash) return "it has a part after #";
  if (isLoopback(url.hostname)) return null;
  if (url.protocol !== "https:") return "it is not https";
  if (url.port !== "") return "it names a port";
  return url.hostname.includes("_") ? "its host has an underscore" : null;
}

/** The path under which notifications are taken. */
export function urlPath(): ValueSchema<string> {
  return value("a path such as /whatsapp/notification", (text) =>
    /^\/[\w\-.~%!$&'()*+,;=:@/]*$/.test(text) ? text : null,
  );
}

/** Whether a host, with or without brackets, is this machine. */
export function isLoopback(hostname: string): boolean {
  const bare = hostname.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|::1)$/.test(bare);
}

/** Whether what is sent to an address could be read on its way. */
export function isReadableByOthers(href: string): boolean {
  const { protocol, hostname } = new URL(href);
  return protocol === "http:" && !isLoopback(hostname);
}

function toUrl(text: string): URL | null {
  if (!/^https?:\/\/[^\s/]/i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.username || url.password ? null : url;
}
