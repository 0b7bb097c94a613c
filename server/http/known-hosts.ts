/** Which names a request may call this server by. A web page of a name that its owner makes point to this machine is refused (DNS rebinding). */
import { BlockList, isIP } from "node:net";
import { hostname } from "node:os";
import type { Request, RequestHandler } from "express";
import { SignalboxError } from "../../language/issues/errors.ts";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8);
loopback.addAddress("::1", "ipv6");

const HOST = /^(?:\[([\da-f:.]+)\]|([^\s[\]:/?#@,\\]+))(?::\d{1,5})?$/i;

/** Without its port, brackets, capitals and the dot of the root; undefined if it is no host. */
export function hostNameOf(host: string): string | undefined {
  const [, address, name] = HOST.exec(host) ?? [];
  return (address ?? name)?.toLowerCase().replace(/\.$/, "") || undefined;
}

/** Names that no DNS server can give to another machine's pages. */
export function isLoopbackName(name: string): boolean {
  return name === "localhost" || name.endsWith(".localhost") || isLoopbackAddress(name);
}

export function isLoopbackAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && loopback.check(address, family === 6 ? "ipv6" : "ipv4");
}

/** `allowed`: names besides those of this machine; `"*"` is any, `"*.example.com"` each name under it. */
export function refuseUnknownHosts(allowed: readonly string[]): RequestHandler {
  const isAllowed = hostTest(allowed);
  return (request, _response, next) => {
    for (const host of hostsOf(request)) {
      const name = host === undefined ? undefined : hostNameOf(host);
      if (name === undefined || !(isAllowed(name) || isOfThisMachine(name, request.socket.localAddress))) throw refusal(host);
    }
    next();
  };
}

/** Each must be known: the header, also where it is sent twice, and the host of a target that is a whole URL. `X-Forwarded-Host` does not count. */
function hostsOf({ headersDistinct, originalUrl }: Request): readonly (string | undefined)[] {
  const [, target] = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(originalUrl) ?? [];
  const headers = headersDistinct.host ?? [];
  return [...(headers.length === 0 ? [undefined] : headers), ...(target === undefined ? [] : [target])];
}

function hostTest(allowed: readonly string[]): (name: string) => boolean {
  const names = allowed.map((text) => hostNameOf(text) ?? notAHost(text));
  return (name) => names.some((known) => known === "*" || known === name || (known.startsWith("*.") && name.endsWith(known.slice(1))));
}

function notAHost(text: string): never {
  throw new SignalboxError("CONFIG_INVALID", `"${text}" in the allowed hosts is not a host: write agents.example.com, *.example.com or *`);
}

/** Over the network also addresses, and names without a dot, as containers have: a page of the web has neither. */
function isOfThisMachine(name: string, arrivedAt: string | undefined): boolean {
  if (isLoopbackName(name) || name === hostname().toLowerCase()) return true;
  const isFromNetwork = arrivedAt !== undefined && !isLoopbackAddress(arrivedAt);
  return isFromNetwork && (isIP(name) !== 0 || !name.includes("."));
}

function refusal(host: string | undefined): SignalboxError {
  const called = host === undefined ? "The request names no host" : `"${host}" is not a name of this server`;
  return new SignalboxError("HOST_REFUSED", `${called}: if it should be, start the server with --allowed-hosts <names>`, { host });
}
