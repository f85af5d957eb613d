import { BlockList, isIP } from "node:net";

/** Who may stand before us as a proxy: this machine, and private networks. */
const near = new BlockList();
near.addSubnet("127.0.0.0", 8, "ipv4");
near.addSubnet("10.0.0.0", 8, "ipv4");
near.addSubnet("172.16.0.0", 12, "ipv4");
near.addSubnet("192.168.0.0", 16, "ipv4");
near.addSubnet("169.254.0.0", 16, "ipv4");
near.addAddress("::1", "ipv6");
near.addSubnet("fc00::", 7, "ipv6");
near.addSubnet("fe80::", 10, "ipv6");

/** Nobody has so many proxies; a header that says so costs no more than this. */
const mostHops = 20;

/**
 * Who sent a request. X-Forwarded-For is believed from proxies that are near, each for the one before it: from its right end
 * on, the first address that is not near is the client's. What is no address ends the belief.
 * @param peer the other end of the connection
 * @returns an IP address; null where there is none
 */
export function toClientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
): string | null {
  let client = toAddress(peer ?? "");
  if (client === null || forwardedFor === undefined) return client;
  for (const hop of forwardedFor.split(",").slice(-mostHops).toReversed()) {
    if (!isNear(client)) return client;
    const before = toAddress(hop);
    if (before === null) return client;
    client = before;
  }
  return client;
}

/** Without brackets, port and zone; an IPv4 address in IPv6's clothes as itself. */
function toAddress(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^\[([^\]]*)\](?::\d+)?$/, "$1")
    .replace(/^(\d+(?:\.\d+){3}):\d+$/, "$1")
    .replace(/%[\w.-]+$/, "")
    .replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(bare) === 0 ? null : bare;
}

function isNear(address: string): boolean {
  return near.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}
