/** The database goes back or changes hands while a run is in the middle of a node: what the run has in memory may stand on what is gone. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../../persistence/connection/database.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { effectsOf, startsOf } from "../../fixtures/steps.ts";
import { freshPglite, freshPostgres, opened } from "../../support/databases.ts";
import { letGo } from "../../support/gates.ts";
import { until } from "../../support/until.ts";

describe.each(["postgres", "pglite"] as const)("on %s", (kind) => {
  let database: Database;
  let desk: Desk;

  beforeAll(async () => {
    database = await opened(kind === "postgres" ? await freshPostgres() : await freshPglite());
    desk = await deskOn(database);
  });
  afterAll(() => desk.runtime.stop());

  /** A run that is in its third node, until it is let go. */
  async function inTheMiddle(): Promise<string> {
    const { thread_id: thread } = await desk.begin({ script: { noAsk: true, slow: "n3", once: true } }, "steps");
    await until("the third node", async () => (await startsOf(database, thread, "n3")) === 1);
    return thread;
  }

  it("begins again where the database is, when checkpoints of the run are gone", async () => {
    const thread = await inTheMiddle();
    // as on a standby that lacks the last moments: n2 has not happened
    await database.sql.query("delete from signalbox.effects where thread_id = $1 and node = 'n2'", [thread]);
    await database.sql.query("delete from signalbox.audit where thread_id = $1 and what = 'effect.happened' and node = 'n2'", [thread]);
    await database.sql.query(
      `delete from signalbox.checkpoints where (thread_id, checkpoint_ns, checkpoint_id) in (
         select thread_id, checkpoint_ns, checkpoint_id from signalbox.checkpoints where thread_id = $1 order by seq desc limit 1)`,
      [thread],
    );
    await database.sql.query("delete from signalbox.checkpoint_writes where thread_id = $1", [thread]);
    letGo(thread);
    expect(await desk.settled(thread)).toBe("idle");
    expect((await desk.runtime.threads.get(thread)).values).toMatchObject({ seen: ["n1", "n2", "n3", "ask", "n5", "n6"] });
    expect((await effectsOf(database, thread)).toSorted()).toEqual(["ask", "n1", "n2", "n3", "n5", "n6"]);
    expect(await startsOf(database, thread, "n2")).toBe(2);
  });

  it("begins the node again in another history, so that an effect which that history lacks happens in it", async () => {
    const thread = await inTheMiddle();
    await database.sql.query("update signalbox.leases set history = 'another' where thread = $1", [thread]);
    letGo(thread);
    expect(await desk.settled(thread)).toBe("idle");
    expect(await startsOf(database, thread, "n3")).toBe(2);
    expect((await effectsOf(database, thread)).toSorted()).toEqual(["ask", "n1", "n2", "n3", "n5", "n6"]);
  });
});
