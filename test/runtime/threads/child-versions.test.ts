/** Items on threads of their own begin under the version of the graph inside that their parent's version means. */
import { expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { list, question, setup, task } from "../../../language/index.ts";
import { memoryPorts } from "../../../testkit/memory/memory-ports.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { describeOnBoth } from "../../support/databases.ts";

/** In version 2 an item ends late, and only the parent of version 2 has a way for that. */
function batch(version: 1 | 2) {
  const note = task({
    labels: ["ok"],
    args: z.object({ item: z.string() }),
    output: z.string(),
    run: async ({ item }) => ({ label: "ok", output: item }),
  });
  const one = setup({ state: { item: z.string(), note: z.string() }, tasks: { note } });
  const endsWith = [version === 1 ? "done" : "late"];
  const to = (ok: string) => ({ kind: "task", task: "note", writes: "note", routes: { ok } });
  const nodes = { first: to(version === 1 ? "end:done" : "end:late") };
  const item = one.loadGraph(
    JSON.stringify({ id: "item", version, start: "first", input: ["item"], output: ["note"], endsWith, nodes }),
    "item.yaml",
  );
  const desk = setup({
    roles: ["lead"],
    state: { items: z.array(z.string()), item: z.string(), notes: list(z.string()), note: z.string() },
    graphs: { item },
    questions: { go: question({ prompt: "Go?", decisions: { yes: null } }) },
  });
  const graph = {
    ...{ id: "items", version, start: "go", input: ["items"] },
    nodes: {
      go: { kind: "interrupt", question: "go", by: ["lead"], decisions: { yes: "all" } },
      all: {
        ...{ kind: "each", over: "items", as: "item", threads: "own", collect: { notes: "note" }, next: "end" },
        do: {
          kind: "subgraph",
          graph: "item",
          input: { item: "item" },
          output: { note: "note" },
          routes: Object.fromEntries(endsWith.map((label) => [label, "join"])),
        },
      },
    },
  };
  return compileGraph(desk.loadGraph(JSON.stringify(graph), "items.yaml"), { ports: memoryPorts() });
}

describeOnBoth("items of a parent that began under an earlier version", (open) => {
  it("begin under that version's graph, and end as it says", async () => {
    const database = await open();
    const before = await deskOn(database, { graphs: { items: batch(1) } });
    const { thread_id } = await before.begin({ items: ["a", "b"] }, "items");
    const { id } = await before.question(thread_id);
    await before.runtime.stop();
    const after = await deskOn(database, { graphs: { items: batch(2) } });
    await after.runtime.interrupts.decide({ id, decision: "yes", by: "lea", roles: ["lead"] });
    expect(await after.settled(thread_id)).toBe("idle");
    expect((await after.runtime.threads.state(thread_id)).values).toMatchObject({ notes: ["a", "b"] });
    const versions =
      "select distinct d.version from signalbox.threads t join signalbox.definitions d on d.hash = t.definition_hash where t.graph_id = 'items/item'";
    expect(await database.sql.query(versions)).toEqual([{ version: 1 }]);
    const fresh = await after.begin({ items: ["c"] }, "items");
    await after.runtime.interrupts.decide({ id: (await after.question(fresh.thread_id)).id, decision: "yes", by: "lea", roles: ["lead"] });
    expect(await after.settled(fresh.thread_id)).toBe("idle");
    expect((await after.runtime.threads.state(fresh.thread_id)).values).toMatchObject({ notes: ["c"] });
    await after.runtime.stop();
  });
});
