/** A process is killed between the first and the second branch that join: the one that had joined counts, is not run again, and the quorum takes no third. */
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { createRuntime } from "../../../../runtime/create-runtime.ts";
import { consoleLog } from "../../../../telemetry/log.ts";
import { freshPostgres, opened } from "../../../support/databases.ts";
import { until } from "../../../support/until.ts";
import { quorumGraph } from "./quorum-graph.ts";
import { ended, spawnReady } from "./spawn-worker.ts";

const timing = { deadAfterMs: 4_000, beatMs: 300 };

it("counts what joined in the process that was killed", async () => {
  const where = { ...(await freshPostgres()), timing };
  const database = await opened(where);
  await database.sql.query("create table public.begun (name text not null)");
  const runtime = await createRuntime({ database, graphs: { quorum: quorumGraph(database) }, log: consoleLog("fatal"), timing });
  const killed = await spawnReady(fileURLToPath(new URL("./quorum-worker.ts", import.meta.url)), where);
  const { thread_id } = await runtime.threads.create({});
  await runtime.runs.create(thread_id, { assistant_id: "quorum", input: { q: "" } });
  await ended(killed);
  await runtime.start();
  const { values } = await until("the end", async () => {
    const thread = await runtime.threads.get(thread_id);
    return thread.status === "idle" && thread;
  });
  const begun = await database.sql.query<{ name: string }>("select name from public.begun");
  expect(begun.filter(({ name }) => name === "first")).toHaveLength(1);
  const { notes } = values as { notes: string[] };
  expect(notes).toHaveLength(2);
  expect(notes[0]).toBe("first");
  const path = await runtime.threads.path(thread_id);
  expect(JSON.stringify(path)).toContain('"label":"next"');
  await runtime.stop();
});
