/** Finds the address to which a webhook is sent. It is resolved once for each attempt, and the connection goes to what was checked: a name cannot lead elsewhere meanwhile. */
import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

export interface Address {
  readonly address: string;
  readonly family: number;
}

export type ResolveHost = (host: string) => Promise<readonly Address[]>;

/** Of this machine, of private networks, of links, of other protocols, for documentation and benchmarks, and reserved (IANA's special-purpose registry). */
const special = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  special.addSubnet(net, prefix, "ipv4");
for (const [net, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  special.addSubnet(net, prefix, "ipv6");

/** All others are not routed on the internet, or contain an IPv4 address. */
const unicast = new BlockList();
unicast.addSubnet("2000::", 3, "ipv6");

export function isPublic({ address, family }: Address): boolean {
  if (family === 4) return !special.check(address, "ipv4");
  return unicast.check(address, "ipv6") && !special.check(address, "ipv6");
}

const bySystem: ResolveHost = (host) => lookup(host, { all: true });

/** Throws, in words for the record, if one of the host's addresses is private and the host is not allowed to have one. */
export async function addressOf(
  { hostname }: URL,
  {
    allowedHosts = [],
    resolve = bySystem,
  }: { readonly allowedHosts?: readonly string[] | undefined; readonly resolve?: ResolveHost | undefined },
): Promise<Address> {
  const host = hostname.replace(/^\[|\]$/g, "");
  const family = isIP(host);
  const found = family === 0 ? await resolve(host) : [{ address: host, family }];
  const [first] = found;
  if (!first) throw new Error(`${host} has no address`);
  const isAllowed = allowedHosts.includes(host);
  const refused = isAllowed ? undefined : found.find((address) => !isPublic(address));
  if (refused) throw new Error(`${host} has the address ${refused.address}, which is not public`);
  return first;
}
