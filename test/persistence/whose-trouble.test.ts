/** Trouble inside a transaction is the database's only where the database had it: what the work itself meets is its own. */
import { expect, it } from "vitest";
import { describeOnBoth } from "../support/databases.ts";

describeOnBoth("a transaction", (open) => {
  it("hands on a lost connection of its work as it is, takes the work back, and goes on", async () => {
    const { sql, transaction } = await open();
    await sql.query("create table done (at int)");
    const elsewhere = Object.assign(new Error("connect ECONNREFUSED 10.0.0.1:443"), { code: "ECONNREFUSED" });
    const work = transaction(async (tx) => {
      await tx.query("insert into done values (1)");
      throw elsewhere;
    });
    await expect(work).rejects.toBe(elsewhere);
    expect(await sql.query("select 1 from done")).toEqual([]);
  });
});
