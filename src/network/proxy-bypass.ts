import { BlockList, isIP } from "node:net";

import { isLoopback } from "../settings/address.ts";

/**
 * Whether an address is called without the proxy: this machine always, else what `NO_PROXY` lists. As usual there, `*` is
 * everything, `example.com` and `.example.com` that domain with all below it, `10.0.0.0/8` a network, and a port behind
 * any of them means this port only.
 */
export function isBypassed(url: URL, bypass: readonly string[]): boolean {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return isLoopback(host) || bypass.some((entry) => matches(entry, { host, port }));
}

function matches(
  entry: string,
  { host, port }: { readonly host: string; readonly port: string },
): boolean {
  if (isIP(entry.replace(/\/\d+$/, ""))) return isInNetwork(host, entry);
  const [, bracketed, name = "", onPort] = /^(?:\[(.+)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [];
  if (onPort !== undefined && onPort !== port) return false;
  const wanted = (bracketed ?? name).toLowerCase().replace(/^\*?\.(?=.)/, "");
  if (wanted === "*") return true;
  if (wanted === "") return false;
  return host === wanted || (!isIP(host) && host.endsWith(`.${wanted}`));
}

/** @param network an address, or one with the length of its prefix */
function isInNetwork(host: string, network: string): boolean {
  const [address = "", bits] = network.split("/");
  const family = isIP(address);
  const most = family === 6 ? 128 : 32;
  const prefix = bits === undefined ? most : Number(bits);
  if (family === 0 || isIP(host) !== family || !(prefix >= 0 && prefix <= most)) return false;
  const type = family === 6 ? "ipv6" : "ipv4";
  const list = new BlockList();
  list.addSubnet(address, prefix, type);
  return list.check(host, type);
}
