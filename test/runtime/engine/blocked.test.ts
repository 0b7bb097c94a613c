/** A node that lets nothing else run in its process is seen from outside, and put on record with its name. */
import { expect, it } from "vitest";
import { deskOn } from "../../fixtures/desk.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

describeOnBoth("a node that blocks the event loop", (open) => {
  it("is on record, once, while every other thread is left alone", async () => {
    const desk = await deskOn(await open(), { timing: { beatMs: 100, blockedAfterMs: 500 } });
    const blocking = await desk.begin({ script: { noAsk: true, slow: "n2", slowMs: 1_500, block: true } }, "steps");
    expect(await desk.settled(blocking.thread_id)).toBe("idle");
    const rows = await until("the record", async () => {
      const found = await desk.database.sql.query(
        "select thread_id, run_id, node, (detail ->> 'blockedMs')::int >= 500 as long from signalbox.audit where what = 'node.blocked'",
      );
      return found.length > 0 && found;
    });
    expect(rows).toEqual([{ thread_id: blocking.thread_id, run_id: blocking.run_id, node: "n2", long: true }]);
    await desk.runtime.stop();
  });
});
