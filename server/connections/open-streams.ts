/** The event streams and WebSockets that are open, so that a server that stops can end them: they would never end by themselves. */
import type { IncomingMessage } from "node:http";

export class OpenStreams {
  readonly #ends = new Set<() => void>();
  #isClosing = false;

  /** `end` ends the stream between two events. Returns what to call when it has ended by itself. */
  add(end: () => void): () => void {
    this.#ends.add(end);
    if (this.#isClosing) end();
    return () => this.#ends.delete(end);
  }

  get isClosing(): boolean {
    return this.#isClosing;
  }

  endAll(): void {
    this.#isClosing = true;
    for (const end of this.#ends) end();
  }
}

const owners = new WeakMap<IncomingMessage, OpenStreams>();

/** Called by whoever listens, for each request before the app gets it. */
export function belongsTo(request: IncomingMessage, streams: OpenStreams): void {
  owners.set(request, streams);
}

/** Undefined under a server that another program has opened. */
export const openStreamsOf = (request: IncomingMessage): OpenStreams | undefined => owners.get(request);
