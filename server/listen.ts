/** Opens an app on a port and closes it again without cutting the requests that are under way. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Express } from "express";
import { SignalboxError } from "../language/issues/errors.ts";

export interface Listening {
  /** Where a client on this machine finds it. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Takes no new requests, lets open ones finish for `graceMs`, then cuts what is left (event streams). */
  close(graceMs?: number): Promise<void>;
}

/** `port` 0 is any free one. Rejects with PORT_IN_USE or ADDRESS_UNAVAILABLE. */
export async function listen(app: Express, port: number, host = "127.0.0.1"): Promise<Listening> {
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(listenFailure(error, port, host)));
    server.listen(port, host, resolve);
  });
  const bound = server.address() as AddressInfo;
  return { url: urlOf(host, bound.port), host, port: bound.port, close: (graceMs = 2_000) => close(server, graceMs) };
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
    return new SignalboxError("PORT_IN_USE", `Port ${port} on ${host} is in use: stop what listens there, or choose another port`, {
      cause,
      port,
      host,
    });
  }
  return new SignalboxError("ADDRESS_UNAVAILABLE", `Cannot listen on ${host} port ${port}: ${cause.message}`, { cause, port, host });
}

function urlOf(host: string, port: number): string {
  const everywhere = host === "0.0.0.0" || host === "::";
  const name = everywhere ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
