/** Two of three answers are enough. The second one ends its process the first time it runs, after the first has joined and its report is stored. */
import { z } from "zod";
import { type CompiledGraph, compileGraph } from "../../../../compile/compile-graph.ts";
import { list, setup, task } from "../../../../language/index.ts";
import type { Database } from "../../../../persistence/connection/database.ts";
import { databasePorts } from "../../../../runtime/ports/ports.ts";
import { consoleLog } from "../../../../telemetry/log.ts";
import { until } from "../../../support/until.ts";

export function quorumGraph(database: Database): CompiledGraph {
  const { sql, schemas } = database;
  const named = (name: string, work: (signal: AbortSignal) => Promise<unknown> = async () => undefined) =>
    task({
      labels: ["done"],
      args: z.object({ q: z.string() }),
      output: z.string(),
      run: async (_, { signal }) => {
        await sql.query("insert into public.begun (name) values ($1)", [name]);
        await work(signal);
        return { label: "done", output: name };
      },
    });
  const begun = async (name: string) => (await sql.query("select 1 from public.begun where name = $1", [name])).length;
  const kill = async () => {
    if ((await begun("second")) > 1) return;
    await until("the stored report", async () => {
      const stored = await sql.query(`select 1 from ${schemas.checkpoints}.checkpoint_writes where channel = '__reports'`);
      return stored.length > 0;
    });
    process.kill(process.pid, "SIGKILL");
  };
  const untilEnded = (signal: AbortSignal) =>
    new Promise<void>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const desk = setup({
    state: { q: z.string(), notes: list(z.string()) },
    tasks: {
      first: named("first"),
      second: named("second", kill),
      // in the process that is killed it is at work; in the next one it answers
      third: named("third", async (signal) => ((await begun("third")) > 1 ? undefined : untilEnded(signal))),
    },
  });
  const of = <const Name extends "first" | "second" | "third">(name: Name) =>
    ({ kind: "task", task: name, writes: "notes", routes: { done: "join" } }) as const;
  const graph = desk.defineGraph({
    id: "quorum",
    version: 1,
    start: "race",
    input: ["q"],
    nodes: {
      race: { kind: "parallel", quorum: 2, branches: { first: of("first"), second: of("second"), third: of("third") }, next: "end" },
    },
  });
  return compileGraph(graph, { ports: databasePorts(database, { log: consoleLog("silent") }) });
}
