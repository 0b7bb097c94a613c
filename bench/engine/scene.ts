/** What the measures stand on: a Postgres in a folder of its own, a runtime that serves, and worker processes. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase } from "../../persistence/open-database.ts";
import { prepareDatabase } from "../../persistence/schema/prepare-database.ts";
import { createApp } from "../../server/app.ts";
import { listen } from "../../server/listen.ts";
import { type Desk, deskOn } from "../../test/fixtures/desk.ts";
import { startPostgres } from "../../test/support/postgres-server.ts";

export interface Scene {
  /** Begins and decides; runs nothing, but inside `work`. */
  readonly desk: Desk;
  /** The desk's HTTP API. */
  readonly url: string;
  /** While `act` lasts this process runs too. */
  work<T>(act: (scene: Scene) => Promise<T>): Promise<T>;
  /** A process that runs the steps graph. */
  worker(): Promise<ChildProcess>;
  close(): Promise<void>;
}

export async function openScene(): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-bench-"));
  const postgres = await startPostgres(folder);
  const database = await openDatabase({ url: postgres.url });
  await prepareDatabase(database);
  const desk = await deskOn(database, { idle: true });
  const versions = { version: "bench", langgraph_js_version: "" };
  const served = await listen(createApp({ runtime: desk.runtime, versions }), 0);
  const workers = new Set<ChildProcess>();
  const scene: Scene = {
    desk,
    url: served.url,
    async work(act) {
      const own = await deskOn(await openDatabase({ url: postgres.url }));
      try {
        return await act({ ...scene, desk: own });
      } finally {
        await own.runtime.stop();
        await own.database.close();
      }
    },
    async worker() {
      const script = fileURLToPath(new URL("../../test/runtime/engine/processes/worker.ts", import.meta.url));
      const child = fork(script, [JSON.stringify({ url: postgres.url })], { execArgv: [], stdio: ["ignore", "inherit", "inherit", "ipc"] });
      workers.add(child);
      await once(child, "message");
      return child;
    },
    async close() {
      for (const worker of workers) worker.kill("SIGKILL");
      await served.close(0);
      await desk.runtime.stop();
      await database.close();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return scene;
}
