/** Opens an app on a port, and closes it without cutting open requests. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Express } from "express";
import { SignalboxError } from "../language/issues/errors.ts";
import { belongsTo, OpenStreams } from "./connections/open-streams.ts";
import { acceptUpgrades } from "./connections/upgrades.ts";

export interface Listening {
  /** For a client on this machine. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Accepts no new requests, ends event streams and WebSockets, gives open requests `graceMs` to finish, then cuts the rest. */
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
  const streams = new OpenStreams();
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: KEEP_ALIVE_MS + 1_000 });
  const sockets = new Set<Duplex>();
  // first of all: whatever takes the request must find it
  const own = (request: IncomingMessage) => belongsTo(request, streams);
  server.on("request", own).on("request", app);
  server.on("upgrade", (request, socket) => {
    own(request);
    sockets.add(socket.once("close", () => sockets.delete(socket)));
  });
  acceptUpgrades(server, app);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(listenFailure(error, port, host)));
    server.listen(port, host, resolve);
  });
  const bound = boundPort(server);
  return { url: urlOf(host, bound), host, port: bound, close: (graceMs = 2_000) => close({ server, streams, sockets }, graceMs) };
}

function boundPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error(`The server listens on ${address}, not on a port.`);
  return address.port;
}

interface Open {
  readonly server: Server;
  readonly streams: OpenStreams;
  /** Upgraded ones, which the server no longer counts as its connections, and waits for. */
  readonly sockets: ReadonlySet<Duplex>;
}

const IDLE_LOOK_MS = 50;

async function close({ server, streams, sockets }: Open, graceMs: number): Promise<void> {
  if (!server.listening) return;
  streams.endAll();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const cut = setTimeout(() => {
    server.closeAllConnections();
    for (const socket of sockets) socket.destroy();
  }, graceMs);
  // those of streams become idle when their responses have ended, and would be kept alive
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_LOOK_MS);
  server.closeIdleConnections();
  await closed;
  clearTimeout(cut);
  clearInterval(idle);
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
