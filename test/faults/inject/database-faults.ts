/** Real database failures, and how each is undone. */
import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { unprivilegedUser } from "../../support/postgres-binaries.ts";
import type { PostgresServer } from "../../support/postgres-server.ts";
import type { TcpProxy } from "./tcp-proxy.ts";

export interface Scene {
  readonly server: PostgresServer;
  /** Between the service and the server. */
  readonly proxy: TcpProxy;
  /** The service's database, without the proxy. */
  readonly url: string;
  /** Where its tables are when they are on a small disk of their own; undefined when this user may not mount one. */
  readonly disk: string | undefined;
}

export interface Fault {
  readonly name: string;
  /** Resolves when the fault is over. */
  inject(scene: Scene): Promise<void>;
}

/** The network fails for a while. */
const networkFault = (name: string, lastsMs: number, fail: (proxy: TcpProxy) => void): Fault => ({
  name,
  async inject({ proxy }) {
    fail(proxy);
    await sleep(lastsMs);
    proxy.pass();
  },
});

export const faults: readonly Fault[] = [
  { name: "restart", inject: ({ server }) => server.restart() },
  {
    name: "cut",
    async inject({ proxy }) {
      for (let cut = 0; cut < 5; cut++) {
        proxy.cut();
        await sleep(200);
      }
    },
  },
  networkFault("refused", 5_000, (proxy) => proxy.refuse()),
  networkFault("2 s latency", 20_000, (proxy) => proxy.delay(2_000)),
  networkFault("half-open", 20_000, (proxy) => proxy.silence()),
  {
    name: "read-only",
    async inject({ proxy, url }) {
      const name = pg.escapeIdentifier(new URL(url).pathname.slice(1));
      await execute(url, `alter database ${name} set default_transaction_read_only = on`);
      proxy.cut();
      await sleep(5_000);
      await execute(url, `begin read write; alter database ${name} reset default_transaction_read_only; commit`);
    },
  },
  {
    name: "too many connections",
    async inject({ proxy, url }) {
      proxy.refuse();
      const clients = await takeAllConnections(url);
      proxy.pass();
      await sleep(5_000);
      await Promise.all(clients.map((client) => client.end()));
    },
  },
  {
    name: "disk full",
    async inject({ disk, url }) {
      if (!disk) return;
      const filler = join(disk, "filler");
      fill(filler);
      await expectError(url, "create table filler as select md5(n::text) from generate_series(1, 100000) n", "53100");
      await sleep(5_000);
      rmSync(filler);
    },
  },
];

/** A small disk, if this user may mount one. */
export function smallDisk(folder: string): string | undefined {
  const disk = join(folder, "disk");
  mkdirSync(disk);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", disk], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  const user = unprivilegedUser();
  if (user) chownSync(disk, user.uid, user.gid);
  return disk;
}

export function dropDisk(disk: string): void {
  execFileSync("umount", ["-l", disk]);
}

async function execute(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

async function expectError(url: string, text: string, code: string): Promise<void> {
  const answer = await execute(url, text).then(
    () => "no error",
    (error: { code?: string }) => error.code,
  );
  if (answer !== code) throw new Error(`the fault has no effect: expected ${code}, got ${answer}`);
}

async function takeAllConnections(url: string): Promise<pg.Client[]> {
  const clients: pg.Client[] = [];
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => {});
    try {
      await client.connect();
    } catch (error) {
      if ((error as { code?: string }).code !== "53300") throw error;
      return clients;
    }
    clients.push(client);
  }
}

function fill(file: string): void {
  try {
    for (;;) writeFileSync(file, Buffer.alloc(1_000_000), { flag: "a" });
  } catch (error) {
    if ((error as { code?: string }).code !== "ENOSPC") throw error;
  }
}
