/** What may happen to a database, for real, and how it is made good again. */
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
  /** The service's database, past no proxy. */
  readonly url: string;
  /** Where its tables are when they are on a small disk of their own; undefined where none may be mounted. */
  readonly disk: string | undefined;
}

export interface Fault {
  readonly name: string;
  /** Resolves when the fault is over. */
  happen(scene: Scene): Promise<void>;
}

/** The proxy is in trouble for a while. */
const onTheWire = (name: string, lastsMs: number, trouble: (proxy: TcpProxy) => void): Fault => ({
  name,
  async happen({ proxy }) {
    trouble(proxy);
    await sleep(lastsMs);
    proxy.pass();
  },
});

export const faults: readonly Fault[] = [
  { name: "restart", happen: ({ server }) => server.restart() },
  {
    name: "cut",
    async happen({ proxy }) {
      for (let cut = 0; cut < 5; cut++) {
        proxy.cut();
        await sleep(200);
      }
    },
  },
  onTheWire("refused", 5_000, (proxy) => proxy.refuse()),
  onTheWire("2 s latency", 20_000, (proxy) => proxy.delay(2_000)),
  onTheWire("half-open", 20_000, (proxy) => proxy.silence()),
  {
    name: "read-only",
    async happen({ proxy, url }) {
      const name = pg.escapeIdentifier(new URL(url).pathname.slice(1));
      await asked(url, `alter database ${name} set default_transaction_read_only = on`);
      proxy.cut();
      await sleep(5_000);
      await asked(url, `begin read write; alter database ${name} reset default_transaction_read_only; commit`);
    },
  },
  {
    name: "too many connections",
    async happen({ proxy, url }) {
      proxy.refuse();
      const hogs = await takeAllConnections(url);
      proxy.pass();
      await sleep(5_000);
      await Promise.all(hogs.map((hog) => hog.end()));
    },
  },
  {
    name: "disk full",
    async happen({ disk, url }) {
      if (!disk) return;
      const filler = join(disk, "filler");
      fill(filler);
      await refused(url, "create table filler as select md5(n::text) from generate_series(1, 100000) n", "53100");
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

async function asked(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

async function refused(url: string, text: string, code: string): Promise<void> {
  const answer = await asked(url, text).then(
    () => "no error",
    (error: { code?: string }) => error.code,
  );
  if (answer !== code) throw new Error(`the fault does not bite: expected ${code}, got ${answer}`);
}

async function takeAllConnections(url: string): Promise<pg.Client[]> {
  const hogs: pg.Client[] = [];
  for (;;) {
    const hog = new pg.Client({ connectionString: url });
    hog.on("error", () => {});
    try {
      await hog.connect();
    } catch (error) {
      if ((error as { code?: string }).code !== "53300") throw error;
      return hogs;
    }
    hogs.push(hog);
  }
}

function fill(file: string): void {
  try {
    for (;;) writeFileSync(file, Buffer.alloc(1_000_000), { flag: "a" });
  } catch (error) {
    if ((error as { code?: string }).code !== "ENOSPC") throw error;
  }
}
