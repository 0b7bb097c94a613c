/** Where a request comes from, as far as the connection itself shows it. */
import type { IncomingMessage } from "node:http";
import { isLoopbackAddress } from "../http/known-hosts.ts";

export const isFromThisMachine = ({ socket }: IncomingMessage): boolean =>
  socket.remoteAddress !== undefined && isLoopbackAddress(socket.remoteAddress);

/** A proxy has passed it on, maybe from the network. */
export const isForwarded = ({ headers }: IncomingMessage): boolean =>
  Object.keys(headers).some((name) => name === "forwarded" || name === "via" || name.startsWith("x-forwarded-"));
