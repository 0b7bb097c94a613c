/** Every attempt can be seen afterwards: in the path, in the audit trail, and in the trace. */
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { setup, tool } from "../../../language/index.ts";
import { ToolError } from "../../../language/issues/errors.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { describeOnBoth } from "../../support/databases.ts";

const spans = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
beforeAll(() => provider.register());
afterAll(() => provider.shutdown());

/** Out of stock twice. */
function shop() {
  let tries = 0;
  return setup({
    state: { message: z.string(), receipt: z.string() },
    tools: {
      order: tool({
        ...{ errors: { BUSY: "retryable" }, args: z.object({ message: z.string() }), output: z.string() },
        run: async ({ message }) => {
          tries += 1;
          if (tries < 3) throw new ToolError("BUSY", `try ${tries}`);
          return `ordered ${message}`;
        },
      }),
    },
  }).defineGraph({
    ...{ id: "shop", version: 1, start: "ordering", input: ["message"] },
    nodes: {
      ordering: {
        ...{ kind: "tool", tool: "order", writes: "receipt", onError: { BUSY: "end" }, next: "end" },
        retry: { maxAttempts: 4, initialInterval: "1ms" as const },
      },
    },
  });
}

describeOnBoth("attempts", (open) => {
  it("stand in the path, the audit trail and the trace", async () => {
    spans.reset();
    const desk = await deskOn(await open(), { graph: shop() });
    const { thread_id, run_id } = await desk.begin({ message: "tea" });
    expect(await desk.settled(thread_id)).toBe("idle");
    const { turns } = await desk.runtime.threads.path(thread_id);
    expect(turns[0]?.path).toMatchObject([{ node: "ordering", label: "next", attempts: 3 }]);
    const audit = await desk.database.sql.query(
      "select run_id, node, detail from signalbox.audit where thread_id = $1 and what = 'attempt.failed' order by id",
      [thread_id],
    );
    expect(audit).toEqual(
      [1, 2].map((attempt) => ({
        ...{ run_id, node: "ordering" },
        detail: { what: 'node "ordering"', attempt, code: "BUSY", message: `try ${attempt}` },
      })),
    );
    await desk.runtime.stop();
    const seen = spans.getFinishedSpans();
    expect(seen.map(({ name, status }) => `${name} ${status.message ?? "fine"}`)).toEqual([
      ...["attempt try 1", "attempt try 2", "attempt fine", "node ordering fine", "run refund-desk fine"],
    ]);
    expect(new Set(seen.map((span) => span.spanContext().traceId)).size).toBe(1);
    expect(seen.every(({ attributes }) => attributes["signalbox.run"] === run_id)).toBe(true);
  });
});
