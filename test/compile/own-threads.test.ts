/** Items that are threads of their own, in memory: the test kit plays the engine. */
import { expect, it } from "vitest";
import { runPath } from "../../testkit/index.ts";
import { batch, invoicesOf } from "../fixtures/batch.ts";

it("collects in item order, and lists what failed", async () => {
  const result = await runPath(batch, { input: { invoices: invoicesOf(5, -1, 7) } });
  expect(result.path).toEqual(["all -failures-> end"]);
  expect(result.state.notes).toEqual(["booked i0", "booked i2"]);
  expect(result.state.failed).toMatchObject([{ index: 1, item: { id: "i1" }, error: expect.stringContaining("negative") }]);
  expect(result.children.map(({ path }) => path.at(-1))).toEqual([
    "book -next-> end:booked",
    "fails: NODE_FAILED",
    "book -next-> end:booked",
  ]);
});

it("waits for a person that one item asks, and continues with the answer", async () => {
  const input = { invoices: invoicesOf(5, 0) };
  const waiting = await runPath(batch, { input });
  expect(waiting.waitsAt).toBe("all[1]/clear");
  const done = await runPath(batch, { input, answers: { clear: "drop" } });
  expect(done.path).toEqual(["all -next-> end"]);
  expect(done.state.notes).toEqual(["booked i0"]);
  expect(done.children[1]?.path).toEqual(["match -unclear-> clear", "clear -drop-> end:dropped"]);
});

it("skips an empty list", async () => {
  expect((await runPath(batch, { input: { invoices: [] } })).path).toEqual(["all -next-> end"]);
});
