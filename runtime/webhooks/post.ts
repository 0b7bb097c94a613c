/** Posts a body to an address that was checked: without redirects, without waiting for the whole response. */
import { request as byHttp, type RequestOptions } from "node:http";
import { request as byHttps } from "node:https";
import type { LookupFunction } from "node:net";
import type { Address } from "./public-address.ts";

/** Of a whole attempt. */
export const POST_TIMEOUT_MS = 15_000;

/** Resolves to the response's status. */
export function post(url: URL, address: Address, { headers, body }: { headers: Record<string, string>; body: string }): Promise<number> {
  const pinned: LookupFunction = (_host, { all }, found) => (all ? found(null, [address]) : found(null, address.address, address.family));
  const options: RequestOptions = {
    method: "POST",
    headers: { ...headers, "content-length": Buffer.byteLength(body) },
    lookup: pinned,
    agent: false,
    signal: AbortSignal.timeout(POST_TIMEOUT_MS),
  };
  return new Promise((resolve, reject) => {
    const sent = (url.protocol === "https:" ? byHttps : byHttp)(url, options, (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    sent.once("error", reject);
    sent.end(body);
  });
}
