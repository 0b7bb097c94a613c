/** The API as a function from Request to Response, for frameworks that have no Node server of their own to offer: Next.js, Hono. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Agent, createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import express, { type Express } from "express";
import { SignalboxError } from "../language/issues/errors.ts";

export interface FetchHandlerOptions {
  /** The path under which the host has it, such as "/api/agents". Default: the root. */
  readonly prefix?: string;
}

export interface FetchHandler {
  (request: Request): Promise<Response>;
  /** Ends its open streams and its socket. */
  close(): Promise<void>;
}

/** Of one connection only: they are not the request's. */
const HOP_BY_HOP = ["connection", "keep-alive", "transfer-encoding", "upgrade", "expect"];

/** Statuses whose responses have no body. */
const EMPTY = [204, 205, 304];

/**
 * The app of `createApp` as a fetch handler. Requests go through a Unix socket of this process (a named pipe on Windows) and so through
 * Node's own HTTP server: event streams are not buffered, and a request that is aborted ends its response.
 * @throws HOST_UNSUITABLE on an edge runtime. A WebSocket upgrade is answered with 501: use event streams, or `listen`.
 * @example
 * const handler = createFetchHandler(createApp({ runtime }), { prefix: "/api/agents" });
 * const response = await handler(new Request("http://localhost/api/agents/ok"));
 * console.log(response.status);
 * await handler.close();
 */
export function createFetchHandler(app: Express, { prefix = "/" }: FetchHandlerOptions = {}): FetchHandler {
  if ("EdgeRuntime" in globalThis || process.versions.node === undefined)
    throw new SignalboxError("HOST_UNSUITABLE", "createFetchHandler needs Node's HTTP server, which edge runtimes do not have.");
  const agent = new Agent({ keepAlive: true });
  const path = socketPath();
  let listening: Promise<Server> | undefined;
  const handler = async (request: Request): Promise<Response> => {
    if (request.headers.get("upgrade")) return new Response("WebSockets are not available here: use event streams", { status: 501 });
    listening ??= listenAt(path, express().use(prefix, app));
    await listening;
    return forward(request, { socketPath: path, agent });
  };
  return Object.assign(handler, {
    async close() {
      agent.destroy();
      const server = await listening;
      server?.closeAllConnections();
      if (server) await new Promise((resolve) => server.close(resolve));
    },
  });
}

const socketPath = (): string =>
  process.platform === "win32" ? `\\\\.\\pipe\\signalbox-${randomUUID()}` : join(tmpdir(), `signalbox-${randomUUID()}.sock`);

async function listenAt(path: string, app: Express): Promise<Server> {
  const server = createServer({ keepAliveTimeout: 0 }, app).listen(path); // nobody else connects: an idle connection that ends as it is used again would fail a request
  await once(server, "listening");
  // a host that ends must not wait for it
  server.unref();
  return server;
}

interface Way {
  readonly socketPath: string;
  readonly agent: Agent;
}

async function forward(request: Request, way: Way): Promise<Response> {
  const { pathname, search, host } = new URL(request.url);
  const headers = { host, ...Object.fromEntries([...request.headers].filter(([name]) => !HOP_BY_HOP.includes(name))) };
  const sent = httpRequest({ ...way, method: request.method, path: pathname + search, headers, signal: request.signal });
  const responded: Promise<[IncomingMessage]> = once(sent, "response") as Promise<[IncomingMessage]>;
  // a server that refuses a body before it has read it closes the connection: what counts is its response
  const body = request.body ? pipeline(Readable.fromWeb(request.body), sent).catch(() => {}) : sent.end();
  const [response] = await responded;
  void body;
  return responseOf(response);
}

function responseOf(incoming: IncomingMessage): Response {
  const { statusCode: status = 502, headersDistinct } = incoming;
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct))
    if (!HOP_BY_HOP.includes(name)) for (const value of values) headers.append(name, value);
  const isEmpty = EMPTY.includes(status);
  if (isEmpty) incoming.resume();
  return new Response(isEmpty ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>), { status, headers });
}
