/**
 * WebSocket upgrades as requests of the app: each goes through its middlewares (Host, Origin, who asks, limits, log) to a route that accepts it.
 * What is refused on the way is accepted and closed with 4000 + its status, because a browser shows a page no status of a refused upgrade.
 */
import { type IncomingMessage, type Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { RequestHandler } from "express";
import { type WebSocket, WebSocketServer } from "ws";
import { SignalboxError } from "../../language/issues/errors.ts";
import { answeredProtocol } from "./websocket-credential.ts";

interface Upgrade {
  readonly socket: Duplex;
  readonly head: Buffer;
  isAnswered: boolean;
}

const upgrades = new WeakMap<IncomingMessage, Upgrade>();

export const isUpgrade = (request: IncomingMessage): boolean => upgrades.has(request);

export type UpgradeHandler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Sends the WebSocket upgrades of a server to its app, made by `createApp` or with it inside. `listen` does this by itself.
 * @example
 * import { createServer } from "node:http";
 * import express from "express";
 * import type { Runtime } from "signalbox/runtime";
 * import { acceptUpgrades, createApp } from "signalbox/server";
 *
 * declare const runtime: Runtime;
 * const app = express().use("/agents", createApp({ runtime }));
 * acceptUpgrades(createServer(app), app);
 */
export function acceptUpgrades(server: Server, app: UpgradeHandler): void {
  server.on("upgrade", (request, socket, head) => {
    const response = new ServerResponse(request);
    upgrades.set(request, { socket, head, isAnswered: false });
    // whoever answers instead of accepting refuses, with what it says as the reason
    response.end = ((body?: unknown) => {
      refuseUpgrade(response, response.statusCode, String(body ?? ""));
      return response;
    }) as ServerResponse["end"];
    socket.on("error", () => socket.destroy());
    socket.once("close", () => response.emit("close"));
    app(request, response);
  });
}

/** Before the routes: a route that takes no WebSocket must not answer one. */
export function onlyUpgradesOf(path: RegExp): RequestHandler {
  return (request, _response, next) => {
    if (isUpgrade(request) && !path.test(request.path)) throw new SignalboxError("ROUTE_NOT_FOUND", `No WebSocket at ${request.path}`);
    next();
  };
}

/** One for each size of messages. */
const acceptors = new Map<number, WebSocketServer>();

function acceptorFor(maxPayload: number): WebSocketServer {
  const known = acceptors.get(maxPayload);
  if (known) return known;
  const made = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload, handleProtocols: answeredProtocol });
  acceptors.set(maxPayload, made);
  return made;
}

/** Calls `use` with the open WebSocket. A handshake that is no WebSocket's is answered with 400 by the library. */
export function acceptUpgrade(
  response: ServerResponse,
  maxPayload: number,
  use: (socket: WebSocket) => void,
  status = SWITCHING_PROTOCOLS,
): void {
  const request = response.req;
  const upgrade = upgrades.get(request);
  if (!upgrade || upgrade.isAnswered) return;
  upgrade.isAnswered = true;
  acceptorFor(maxPayload).handleUpgrade(request, upgrade.socket, upgrade.head, use);
  // the log writes its line when a response has finished, and an upgrade has none
  response.statusCode = status;
  response.emit("finish");
}

/** Bytes of a close frame, without its code. */
const MAX_REASON = 123;
/** A refused client has nothing to say. */
const REFUSED_PAYLOAD = 1_024;
const NOT_FOUND = 404;
const SWITCHING_PROTOCOLS = 101;

function refuseUpgrade(response: ServerResponse, answered: number, reason: string): void {
  const status = answered < 400 ? NOT_FOUND : answered;
  acceptUpgrade(response, REFUSED_PAYLOAD, (socket) => socket.close(4_000 + status, cut(reason)), status);
}

function cut(reason: string): string {
  let text = reason;
  while (Buffer.byteLength(text) > MAX_REASON) text = text.slice(0, -1);
  return text.toWellFormed();
}
