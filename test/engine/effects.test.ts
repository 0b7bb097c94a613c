/** Effects through the port of nodes: once a key, never without the lease, never half. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Ports, Scope } from "../../nodes/ports.ts";
import type { Database } from "../../persistence/database.ts";
import { consoleLog } from "../../runtime/log.ts";
import { databasePorts } from "../../runtime/ports.ts";
import { describeOnBoth } from "../support/databases.ts";

describeOnBoth("an effect", (open) => {
  let database: Database;
  let ports: Ports;
  const scope: Scope = { thread: "t", run: "r", epoch: 3, node: "pay", task: "task" };
  beforeAll(async () => {
    database = await open();
    ports = databasePorts(database, { log: consoleLog("silent") });
    await database.sql.query("create table books (amount int)");
    await database.sql.query("insert into leases (thread, epoch, worker) values ('t', 3, 'w')");
  });
  afterAll(() => database.close());
  const pay = (key: string, amount: number, in_ = scope) =>
    ports.once(in_, key, async (sql) => {
      await sql.query("insert into books values ($1)", [amount]);
      return { paid: amount };
    });
  const booked = async () => (await database.sql.query<{ amount: number }>("select amount from books")).map(({ amount }) => amount);

  it("happens once a key, and everybody gets its first output", async () => {
    const outputs = await Promise.all([1, 2, 3, 4].map((amount) => pay("same", amount)));
    expect(new Set(outputs.map((output) => JSON.stringify(output))).size).toBe(1);
    expect(await booked()).toEqual([outputs[0]?.paid]);
    expect(await pay("same", 9)).toEqual(outputs[0]);
  });

  it("that fails leaves nothing behind, and may be tried again", async () => {
    const failing = ports.once(scope, "fails", async (sql) => {
      await sql.query("insert into books values (77)");
      throw new Error("declined");
    });
    await expect(failing).rejects.toThrow("declined");
    expect(await booked()).not.toContain(77);
    expect(await pay("fails", 78)).toEqual({ paid: 78 });
  });

  it("is refused to a worker that has lost the thread, and so is the start of a node", async () => {
    const lost = { ...scope, epoch: 2 };
    await expect(pay("late", 5, lost)).rejects.toMatchObject({ code: "FENCED" });
    await expect(ports.started(lost)).rejects.toMatchObject({ code: "FENCED" });
    expect(await booked()).not.toContain(5);
    expect(await database.sql.query("select 1 from effects where key = 'late'")).toEqual([]);
  });

  it("needs no lease where nothing else can run the thread", async () => {
    const alone = { ...scope, thread: "studio", epoch: undefined };
    await ports.started(alone);
    expect(await pay("studio", 6, alone)).toEqual({ paid: 6 });
  });

  it("with no output gives none the second time either", async () => {
    const nothing = () => ports.once(scope, "nothing", async () => undefined);
    expect([await nothing(), await nothing()]).toEqual([undefined, undefined]);
  });
});
