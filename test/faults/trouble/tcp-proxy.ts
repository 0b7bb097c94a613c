/** Stands between a process and its Postgres, and can cut, refuse, slow down or silence what passes. */
import { once } from "node:events";
import { createConnection, createServer, type Socket } from "node:net";

export interface TcpProxy {
  /** The same database, past this proxy. */
  readonly url: string;
  /** Ends all connections, as a network does that breaks. New ones pass. */
  cut(): void;
  /** Ends all connections and takes no new ones until `pass`. */
  refuse(): void;
  /** What comes back comes so much later. */
  delay(ms: number): void;
  /** Connections stay open, new ones too, and nothing passes any more: the other machine is gone without a word. */
  silence(): void;
  /** As if nothing had been, but for connections that were cut or silenced: these stay silent until they are given up. */
  pass(): void;
  close(): Promise<void>;
}

export async function tcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let mode: "pass" | "refuse" | "silence" = "pass";
  let delayMs = 0;
  const server = createServer((near) => {
    if (mode === "refuse") return near.destroy();
    const far = createConnection(Number(port), hostname);
    const silenced = () => mode === "silence";
    join(near, far, silenced, () => 0);
    join(far, near, silenced, () => delayMs);
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

/** What was lost while silent is lost: that connection never makes sense again. */
function join(from: Socket, to: Socket, silenced: () => boolean, delayMs: () => number): void {
  let isDead = false;
  from.on("data", (data) => {
    isDead ||= silenced();
    if (isDead) return;
    if (delayMs() === 0) to.write(data);
    else setTimeout(() => to.destroyed || to.write(data), delayMs());
  });
  from.on("close", () => to.destroy());
  from.on("error", () => to.destroy());
}
