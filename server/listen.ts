/** Opens an app on a port, and closes it without cutting open requests. */
import { createServer, type Server } from "node:http";

import type { Express } from "express";
import { SignalboxError } from "../language/issues/errors.ts";

export interface Listening {
  /** For a client on this machine. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Accepts no new requests, gives open ones `graceMs` to finish, then cuts the rest (event streams). */
  close(graceMs?: number): Promise<void>;
}

/** Above the 60 s of load balancers: they reuse a connection that Node would close after 5 s, and answer 502. */
const KEEP_ALIVE_MS = 75_000;

/**
 * Opens an app on a port; 0 is any free port. `close()` lets open requests finish.
 * @throws PORT_IN_USE, or ADDRESS_UNAVAILABLE if this user cannot listen on the address.
 * @example
 * const { url } = await listen(createApp({ runtime }), 0);
 * console.log(url);
 */
export async function listen(app: Express, port: number, host = "127.0.0.1"): Promise<Listening> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: KEEP_ALIVE_MS + 1_000 }, app);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(listenFailure(error, port, host)));
    server.listen(port, host, resolve);
  });
  const bound = boundPort(server);
  return { url: urlOf(host, bound), host, port: bound, close: (graceMs = 2_000) => close(server, graceMs) };
}

function boundPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error(`The server listens on ${address}, not on a port.`);
  return address.port;
}

async function close(server: Server, graceMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  server.closeIdleConnections();
  await closed;
  clearTimeout(cut);
}

function listenFailure(cause: NodeJS.ErrnoException, port: number, host: string): SignalboxError {
  if (cause.code === "EADDRINUSE") {
    return new SignalboxError(
      "PORT_IN_USE",
      `Port ${port} on ${host} is in use: stop the process that listens there, or choose another port`,
      {
        cause,
        port,
        host,
      },
    );
  }
  return new SignalboxError("ADDRESS_UNAVAILABLE", `Cannot listen on ${host} port ${port}: ${cause.message}`, { cause, port, host });
}

function urlOf(host: string, port: number): string {
  const isAnyAddress = host === "0.0.0.0" || host === "::";
  const name = isAnyAddress ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
