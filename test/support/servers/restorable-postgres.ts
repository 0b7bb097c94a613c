/** A server of which a base backup is made while it works, and which goes on from that backup later. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { type PostgresServer, startPostgres } from "../postgres-server.ts";
import { copyOf, own } from "./replicated-postgres.ts";

export interface Restorable {
  readonly url: string;
  backUp(): Promise<void>;
  /** The server ends, and another one begins with the backup. It has another URL. */
  restore(): Promise<void>;
  stop(): Promise<void>;
}

/** `template`: the folder of a server that was started once and stopped. */
export async function startRestorable(folder: string, template: string): Promise<Restorable> {
  const place = copyOf(template, join(folder, "server"));
  const backup = copyOf(template, join(folder, "backup"));
  let server: PostgresServer = await startPostgres(place);
  return {
    get url() {
      return server.url;
    },
    async backUp() {
      const data = join(backup, "data");
      rmSync(data, { recursive: true });
      mkdirSync(data, { mode: 0o700 });
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      await client.query("select pg_backup_start('backup', true)");
      copyInto(join(place, "data"), data);
      const { rows } = await client.query<{ labelfile: string }>("select labelfile from pg_backup_stop(false)");
      await client.end();
      copyInto(join(place, "data", "pg_wal"), join(data, "pg_wal"));
      rmSync(join(data, "postmaster.pid"), { force: true });
      writeFileSync(join(data, "backup_label"), rows[0]?.labelfile ?? "");
      own(data);
    },
    async restore() {
      await server.stop();
      server = await startPostgres(backup);
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Files may vanish meanwhile: the log of changes makes up for it. */
function copyInto(from: string, to: string): void {
  try {
    execFileSync("cp", ["-a", `${from}/.`, to], { stdio: "ignore" });
  } catch {
    // some file was gone
  }
}
