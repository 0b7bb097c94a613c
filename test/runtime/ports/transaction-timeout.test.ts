/** A tool that leaves its transaction idle for too long fails by that name: the database itself has not failed. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { setup, tool } from "../../../index.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { freshPostgres, opened } from "../../support/databases.ts";

const slow = setup({
  state: { done: z.string() },
  tools: {
    book: tool({
      errors: {},
      args: z.object({}),
      output: z.string(),
      effect: "transaction",
      once: [],
      run: async (_, { sql }) => {
        // the limit of the pool is a minute
        await sql.query("set local idle_in_transaction_session_timeout = 200");
        await sql.query("create table booked ()");
        await sleep(600);
        await sql.query("select 1");
        return "booked";
      },
    }),
  },
}).defineGraph({
  ...{ id: "slow", version: 1, start: "book", input: [], output: ["done"] },
  nodes: { book: { kind: "tool", tool: "book", writes: "done", next: "end" } },
});

it("is TRANSACTION_TIMEOUT with the node's name, at the first attempt, and nothing of it is committed", async () => {
  const database = await opened(await freshPostgres());
  const graph = compileGraph(slow, { ports: databasePorts(database, { log: { info() {}, warn() {}, error() {} } }) });
  const desk = await deskOn(database, { graphs: { slow: graph } });
  const { thread_id, run_id } = await desk.begin({}, "slow");
  expect(await desk.settled(thread_id)).toBe("error");
  const result = JSON.stringify(await desk.runtime.runs.join(thread_id, run_id));
  expect(result).toMatch(/TRANSACTION_TIMEOUT.*node book.*idle-in-transaction timeout.*at most 60 s/);
  expect(await database.sql.query("select attempts, starts from signalbox.runs where id = $1", [run_id])).toEqual([
    { attempts: 1, starts: 1 },
  ]);
  expect(await database.sql.query("select to_regclass('booked') as booked")).toEqual([{ booked: null }]);
  await desk.runtime.stop();
});
