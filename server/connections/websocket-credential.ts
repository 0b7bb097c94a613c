/** Where a WebSocket's credential is: a page cannot give it a header, except for the names of protocols that it offers. */
import type { IncomingMessage } from "node:http";

const PREFIX = "signalbox.bearer.";

/** The token of a protocol `signalbox.bearer.<token>`; undefined without one. */
export const bearerInProtocols = ({ headers }: IncomingMessage): string | undefined =>
  protocolsOf(headers["sec-websocket-protocol"])
    .find((name) => name.startsWith(PREFIX))
    ?.slice(PREFIX.length);

/** The protocol that the server names in its answer: a client that has offered some wants one of them. Never the credential if there is another. */
export const answeredProtocol = (offered: ReadonlySet<string>): string | false =>
  [...offered].find((name) => !name.startsWith(PREFIX)) ?? [...offered][0] ?? false;

const protocolsOf = (header: string | undefined): string[] => (header ?? "").split(",").map((name) => name.trim());
