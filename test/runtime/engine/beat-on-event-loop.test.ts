/** The heartbeat of an application that was bundled without the heartbeat's own thread. */
import { expect, it } from "vitest";
import { beatOnEventLoop } from "../../../runtime/engine/beat-on-event-loop.ts";
import { DEFAULT_TIMING } from "../../../runtime/timing.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

it("beats until it is stopped, and warns that a blocked event loop stops it", async () => {
  const database = await opened(await freshPostgres());
  const seen = async () => {
    const rows = await database.sql.query<{ seen: Date }>("select seen from signalbox.workers where id = 'bundled'");
    return rows[0]?.seen.getTime();
  };
  const warnings: string[] = [];
  const log = { info() {}, warn: (message: string) => void warnings.push(message), error() {} };
  const stop = await beatOnEventLoop({ database, worker: "bundled", timing: { ...DEFAULT_TIMING, beatMs: 20 }, log });
  const first = await seen();
  expect(first).toBeDefined();
  await until("another beat", async () => ((await seen()) ?? 0) > (first ?? 0));
  await stop();
  expect(await seen()).toBeUndefined();
  expect(warnings).toEqual([expect.stringContaining("the heartbeat runs on the event loop")]);
});
