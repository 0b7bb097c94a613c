/** A run that meets a failing database is given back without being charged a start: a bounded number of times, because the run may be the cause. */
import { StateGraph, StateSchema } from "@langchain/langgraph";
import { expect, it } from "vitest";
import { z } from "zod";
import type { CompiledGraph } from "../../../compile/compile-graph.ts";
import { SignalboxError } from "../../../language/issues/errors.ts";
import { MAX_GIVEN_BACK } from "../../../runtime/timing.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { freshPostgres, opened } from "../../support/databases.ts";

const MAX_STARTS = 2;

const failingGraph = () =>
  new StateGraph(new StateSchema({ seen: z.any() }))
    .addNode("fails", () => {
      throw new SignalboxError("DATABASE_UNAVAILABLE", "for ever");
    })
    .addEdge("__start__", "fails")
    .compile() as unknown as CompiledGraph;

it("gives up a run for which the database fails for ever", async () => {
  const database = await opened(await freshPostgres());
  const desk = await deskOn(database, { timing: { maxStarts: MAX_STARTS, pollMs: 100 }, graphs: { failing: failingGraph() } });
  const { thread_id, run_id } = await desk.begin({}, "failing");
  expect(await desk.settled(thread_id)).toBe("error");
  expect(JSON.stringify(await desk.runtime.runs.join(thread_id, run_id))).toContain("TOO_MANY_STARTS");
  const [run] = await database.sql.query("select attempts from signalbox.runs where id = $1", [run_id]);
  // those that do not count, those that do, and the one that is refused before it begins
  expect(run).toEqual({ attempts: MAX_GIVEN_BACK + MAX_STARTS + 1 });
  await desk.runtime.stop();
});
