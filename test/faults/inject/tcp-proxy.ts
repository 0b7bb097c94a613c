/** A proxy between a process and its Postgres that can cut, refuse, delay or silence connections. */
import { once } from "node:events";
import { createConnection, createServer, type Socket } from "node:net";

export interface TcpProxy {
  /** The same database through this proxy. */
  readonly url: string;
  /** Ends all connections. New ones pass. */
  cut(): void;
  /** Ends all connections and refuses new ones until `pass`. */
  refuse(): void;
  /** Delays what the server sends. */
  delay(ms: number): void;
  /** Connections stay open, also new ones, but nothing passes: the other machine is gone without closing them. */
  silence(): void;
  /** New connections lead to the database at this URL. Open ones stay where they are. */
  redirect(url: string): void;
  /** Back to normal, except that silenced connections stay silent until they are closed. */
  pass(): void;
  close(): Promise<void>;
}

/** `rewrite` changes what the server sends. */
export async function tcpProxy(target: string, rewrite: (data: Buffer) => Buffer = (data) => data): Promise<TcpProxy> {
  let { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let mode: "pass" | "refuse" | "silence" = "pass";
  let delayMs = 0;
  const server = createServer((near) => {
    if (mode === "refuse") return near.destroy();
    const far = createConnection(Number(port), hostname);
    const silenced = () => mode === "silence";
    join(near, far, { silenced, delayMs: () => 0, rewrite: (data) => data });
    join(far, near, { silenced, delayMs: () => delayMs, rewrite });
    for (const socket of [near, far]) open.add(socket.on("close", () => open.delete(socket)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(target);
  url.port = String((server.address() as { port: number }).port);
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: url.href,
    cut,
    refuse() {
      mode = "refuse";
      cut();
    },
    delay(ms) {
      delayMs = ms;
    },
    redirect(next) {
      ({ hostname, port } = new URL(next));
    },
    silence() {
      mode = "silence";
    },
    pass() {
      mode = "pass";
      delayMs = 0;
    },
    async close() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}

interface Way {
  readonly silenced: () => boolean;
  readonly delayMs: () => number;
  readonly rewrite: (data: Buffer) => Buffer;
}

/** What was lost while silent is lost, so that connection stays unusable. */
function join(from: Socket, to: Socket, { silenced, delayMs, rewrite }: Way): void {
  let isDead = false;
  from.on("data", (data) => {
    isDead ||= silenced();
    if (isDead) return;
    const sent = rewrite(data);
    if (delayMs() === 0) to.write(sent);
    else setTimeout(() => to.destroyed || to.write(sent), delayMs());
  });
  from.on("close", () => to.destroy());
  from.on("error", () => to.destroy());
}
