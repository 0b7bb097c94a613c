/** What a process says at its start of threads that wait and that its code cannot continue. */
import { expect, it } from "vitest";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import type { GraphSource } from "../../../runtime/graphs/graphs.ts";
import { memoryPorts } from "../../../testkit/memory/memory-ports.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { type HandBuilt, served } from "../../fixtures/hand-built.ts";
import { deploys } from "../../fixtures/refund-desk.ts";
import { describeOnBoth } from "../../support/databases.ts";

const handBuilt = (change?: HandBuilt) =>
  Object.fromEntries(Object.entries(served).map(([name, make]) => [name.replaceAll(/\W+/g, "-"), make(change)]));

describeOnBoth("a process that starts after a deploy", (open) => {
  it("counts the waiting threads that it cannot continue, declared and built by hand, with what is missing", async () => {
    const database = await open();
    const before = await deskOn(database, { graphs: handBuilt() });
    for (const message of ["a", "b"]) await before.question((await before.begin({ message })).thread_id);
    for (const graph of Object.keys(handBuilt())) await before.question((await before.begin({ text: "hi" }, graph)).thread_id);
    await before.runtime.stop();
    const reportOf = async (graphs: Record<string, GraphSource>) => {
      const said: { graph: unknown; threads: unknown; missing: unknown }[] = [];
      const warn = (_: string, { graph, threads, missing }: Readonly<Record<string, unknown>> = {}) => {
        if (missing) said.push({ graph, threads, missing });
      };
      const runtime = await createRuntime({ database, graphs, log: { info() {}, warn, error() {} }, timing: { slots: 0 } });
      await runtime.start();
      await runtime.stop();
      return said;
    };
    const compiled = (graph: ReturnType<typeof deploys.added>) => ({ "refund-desk": compileGraph(graph, { ports: memoryPorts() }) });
    expect(await reportOf({ ...compiled(deploys.added()), ...handBuilt() })).toEqual([]);
    const changed = await reportOf({ ...compiled(deploys.unfitting()), ...handBuilt({ asking: "approve" }) });
    expect(changed).toContainEqual({
      ...{ graph: "refund-desk", threads: 2 },
      missing: expect.arrayContaining(["question approve form:edit.cents: stored none, offered required number"]),
    });
    for (const graph of Object.keys(handBuilt()))
      expect(changed).toContainEqual({ graph, threads: 1, missing: [expect.stringMatching(/^node \w+: stored asks, offered none$/)] });
    expect(changed).toHaveLength(1 + Object.keys(served).length);
  });
});
