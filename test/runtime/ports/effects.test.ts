/** Effects through the port of nodes: once a key, never without the lease, never half; and outside the database never blindly again. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ToolError } from "../../../language/issues/errors.ts";
import type { Ports, Scope } from "../../../nodes/call/ports.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { describeOnBoth } from "../../support/databases.ts";

describeOnBoth("an effect", (open) => {
  let database: Database;
  let ports: Ports;
  const scope: Scope = { threadId: "t", run: "r", epoch: 3, node: "pay", task: "task" };
  beforeAll(async () => {
    database = await open();
    ports = databasePorts(database, { log: consoleLog("silent") });
    await database.sql.query("create table books (amount int)");
    await database.sql.query("insert into signalbox.leases (thread, epoch, worker) values ('t', 3, 'w')");
  });
  afterAll(() => database.close());
  const pay = (key: string, amount: number, in_ = scope) =>
    ports.once(in_, { key, kind: "transaction" }, async (sql) => {
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
    const failing = ports.once(scope, { key: "fails", kind: "transaction" }, async (sql) => {
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
    expect(await database.sql.query("select 1 from signalbox.effects where key = 'late'")).toEqual([]);
  });

  it("needs no lease where nothing else can run the thread", async () => {
    const alone = { ...scope, thread: "studio", epoch: undefined };
    await ports.started(alone);
    expect(await pay("studio", 6, alone)).toEqual({ paid: 6 });
  });

  it("with no output gives none the second time either", async () => {
    const nothing = () => ports.once(scope, { key: "nothing", kind: "transaction" }, async () => undefined);
    expect([await nothing(), await nothing()]).toEqual([undefined, undefined]);
  });

  describe("outside the database", () => {
    const rowOf = async (key: string) => (await database.sql.query("select state, output from signalbox.effects where key = $1", [key]))[0];
    const send = (key: string, work: () => Promise<unknown>, kind: "outside" | "idempotent" = "outside") =>
      ports.once(scope, { key, kind }, work);

    it("is written down before it happens and when it has, and is not done again", async () => {
      const seen: unknown[] = [];
      const work = async () => {
        seen.push(await rowOf("letter"));
        return { sent: seen.length };
      };
      expect(await send("letter", work)).toEqual({ sent: 1 });
      expect(seen).toEqual([{ state: "intended", output: null }]);
      expect(await rowOf("letter")).toEqual({ state: "done", output: { sent: 1 } });
      expect(await send("letter", work)).toEqual({ sent: 1 });
      expect(seen).toHaveLength(1);
    });

    it("is one effect for two callers at the same time", async () => {
      let acts = 0;
      const work = async () => {
        acts += 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
        return acts;
      };
      expect(await Promise.all([send("both", work), send("both", work)])).toEqual([1, 1]);
    });

    it("that the tool says was not done may be tried again", async () => {
      await expect(send("declined", () => Promise.reject(new ToolError("DECLINED")))).rejects.toMatchObject({ code: "DECLINED" });
      expect(await send("declined", async () => "now")).toBe("now");
    });

    it("that breaks off is unknown for good, and on record", async () => {
      const lost = { code: "EFFECT_UNKNOWN", message: expect.stringContaining("socket hang up") };
      await expect(send("lost", () => Promise.reject(new Error("socket hang up")))).rejects.toMatchObject(lost);
      expect(await rowOf("lost")).toEqual({ state: "unknown", output: null });
      await expect(send("lost", async () => "again")).rejects.toMatchObject({ code: "EFFECT_UNKNOWN" });
      const [row] = await database.sql.query<{ detail: unknown }>("select detail from signalbox.audit where what = 'effect.unknown'");
      expect(row?.detail).toEqual({ key: "lost", why: "socket hang up" });
    });

    it("that an earlier process intended is unknown, unless the other side drops a repeated key", async () => {
      for (const key of ["crashed", "crashed-idempotent"])
        await database.sql.query(
          "insert into signalbox.effects (key, thread_id, run_id, node, state, attempt) values ($1, 't', 'r', 'pay', 'intended', 'x')",
          [key],
        );
      await expect(send("crashed", async () => "again")).rejects.toMatchObject({ code: "EFFECT_UNKNOWN" });
      expect(await send("crashed-idempotent", async () => "again", "idempotent")).toBe("again");
      expect(await rowOf("crashed-idempotent")).toEqual({ state: "done", output: "again" });
    });

    it("with an idempotent other side is tried again after it broke off", async () => {
      await expect(send("hiccup", () => Promise.reject(new Error("reset")), "idempotent")).rejects.toThrow("reset");
      expect(await send("hiccup", async () => "fine", "idempotent")).toBe("fine");
    });

    it("is refused to a worker that has lost the thread, before it acts and after", async () => {
      let acts = 0;
      const late = (epoch: number) =>
        ports.once({ ...scope, epoch }, { key: `late-${epoch}`, kind: "outside" }, async () => {
          acts += 1;
          await database.sql.query("update signalbox.leases set epoch = 4 where thread = 't'");
          return "done";
        });
      await expect(late(2)).rejects.toMatchObject({ code: "FENCED" });
      expect(acts).toBe(0);
      await expect(late(3)).rejects.toMatchObject({ code: "FENCED" });
      expect(await rowOf("late-3")).toMatchObject({ state: "intended" });
      await database.sql.query("update signalbox.leases set epoch = 3 where thread = 't'");
    });
  });
});
