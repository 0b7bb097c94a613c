/** Whoever has answered on a thread of an item has decided at the node that started it: `not` excludes them there too. */
import { expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { question, setup } from "../../../index.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

const item = setup({
  roles: ["clerk"],
  state: { item: z.string() },
  questions: { look: question({ prompt: "Is it real?", decisions: { yes: null } }) },
}).defineGraph({
  ...{ id: "item", version: 1, start: "look", input: ["item"], output: [], endsWith: ["seen"] },
  nodes: { look: { kind: "interrupt", question: "look", by: ["clerk"], decisions: { yes: "end:seen" } } },
});

const four = setup({
  roles: ["clerk"],
  state: { items: z.array(z.string()), item: z.string() },
  graphs: { item },
  questions: { confirm: question({ prompt: "All of them?", decisions: { yes: null } }) },
}).defineGraph({
  ...{ id: "four", version: 1, start: "all", input: ["items"] },
  nodes: {
    all: {
      ...{ kind: "each", over: "items", as: "item", threads: "own", maxConcurrency: 2, collect: {}, next: "confirm" },
      do: { kind: "subgraph", graph: "item", output: {}, routes: { seen: "join" } },
    },
    confirm: { kind: "interrupt", question: "confirm", by: { roles: ["clerk"], not: ["all"] }, decisions: { yes: "end" } },
  },
});

it("refuses whoever answered for an item, and takes somebody else", async () => {
  const database = await opened(await freshPostgres());
  const graph = compileGraph(four, { ports: databasePorts(database, { log: { info() {}, warn() {}, error() {} } }) });
  const desk = await deskOn(database, { graphs: { four: graph } });
  const { thread_id } = await desk.begin({ items: ["a", "b"] }, "four", "rosa");
  const decide = (id: string, by: string) => desk.runtime.interrupts.decide({ id, decision: "yes", by, roles: ["clerk"] });
  const open = async () => (await desk.runtime.interrupts.list({ status: "pending", limit: 9, offset: 0 })).items;
  const asked = await until("both items", async () => {
    const items = await open();
    return items.length === 2 && items;
  });
  for (const [index, { id }] of asked.entries()) await decide(id, ["ann", "bob"][index] ?? "");
  const { id } = await desk.question(thread_id);
  for (const by of ["ann", "bob"])
    await expect(decide(id, by)).rejects.toMatchObject({
      code: "NOT_ALLOWED_TO_DECIDE",
      message: expect.stringContaining('at node "all"'),
    });
  expect(await decide(id, "cleo")).toMatchObject({ status: "decided" });
  await desk.runtime.stop();
});
