/** A logical copy of a database has its rows and not its sequences: the next start sets them. */
import { expect, it } from "vitest";
import { prepareDatabase } from "../../../persistence/schema/prepare-database.ts";
import { describeOnBoth } from "../../support/databases.ts";

const insert = "insert into signalbox.audit (thread_id, what) values ('t', 'thread.edited') returning id";

describeOnBoth("the sequences of a copied database", (open) => {
  it("are raised above the rows at the start, and never lowered", async () => {
    const database = await open();
    const { sql } = database;
    const added = async () => Number((await sql.query<{ id: string }>(insert))[0]?.id);
    const first = await added();
    await sql.query("insert into signalbox.audit (id, thread_id, what) overriding system value values (5000, 't', 'thread.edited')");
    await prepareDatabase(database);
    expect(await added()).toBe(5001);
    await sql.query("delete from signalbox.audit where id > $1", [first]);
    await prepareDatabase(database);
    expect(await added()).toBe(5002);
  });

  it("of the checkpoints' order too: the next checkpoint is the newest", async () => {
    const database = await open();
    const put = (id: string, seq: string) =>
      `insert into signalbox.checkpoints (thread_id, checkpoint_ns, checkpoint_id, checkpoint, metadata, seq) values ('t', '', '${id}', '{}', '{}', ${seq}) returning seq`;
    await database.sql.query(put("a", "9000"));
    await prepareDatabase(database);
    const [next] = await database.sql.query<{ seq: string }>(put("b", "default"));
    expect(Number(next?.seq)).toBe(9001);
  });
});
