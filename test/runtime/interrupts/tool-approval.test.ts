/** An agent's question about tool calls in the inbox: LangChain's answers by either way in, and those that do not fit. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { approvalDesk, call, paid } from "../../nodes/agent/approval-desk.ts";
import { describeOnBoth } from "../../support/databases.ts";

describeOnBoth("deciding about tool calls", (open) => {
  let desk: Desk;
  beforeAll(async () => {
    paid.splice(0);
    const says = [[call(500, "a")], "paid it", [call(700, "b"), call(800, "c")], "did that"];
    desk = await deskOn(await open(), { graph: approvalDesk(says).deskOf() });
  });
  afterAll(() => desk.runtime.stop());

  it("refuses what does not fit and keeps waiting; the right answer works, once", async () => {
    const { thread_id } = await desk.begin({ message: "refund me" });
    const { id, value, node } = await desk.question(thread_id);
    expect(node).toBe("clerk1");
    expect(value).toMatchObject({ actionRequests: [{ name: "refund", args: { cents: 500 } }], by: { roles: ["lead"] } });
    for (const resume of [{ decisions: [] }, { decisions: [{ type: "approve" }, { type: "approve" }] }, { type: "approve" }, "approve"]) {
      await expect(desk.runtime.interrupts.decide({ id, resume, by: "lea" })).rejects.toMatchObject({ code: "INVALID_DECISION" });
      expect((await desk.question(thread_id)).id).toBe(id);
    }
    const approve = { decisions: [{ type: "approve" }] };
    await expect(desk.runtime.interrupts.decide({ id, resume: approve, by: "sam", roles: ["sales"] })).rejects.toMatchObject({
      code: "NOT_ALLOWED_TO_DECIDE",
    });
    expect(paid).toEqual([]);
    const decided = await desk.runtime.interrupts.decide({ id, resume: approve, by: "lea", roles: ["lead"] });
    expect(decided).toMatchObject({ status: "decided", decision: "approve", decided_by: "lea" });
    expect(await desk.settled(thread_id)).toBe("idle");
    await expect(
      desk.runtime.interrupts.decide({ id, resume: { decisions: [{ type: "reject" }] }, roles: ["lead"] }),
    ).rejects.toMatchObject({
      code: "ALREADY_DECIDED",
    });
    expect(paid).toEqual([{ cents: 500 }]);
  });

  it("takes command.resume as LangChain's own clients send it", async () => {
    const { thread_id } = await desk.begin({ message: "refund me twice" });
    await desk.question(thread_id);
    const decisions = [
      { type: "reject", message: "no" },
      { type: "edit", edited_action: { name: "refund", args: { cents: 80 } } },
    ];
    expect(await desk.wait(thread_id, { command: { resume: { decisions } }, roles: ["lead"] })).toMatchObject({ draft: "did that" });
    expect(paid).toEqual([{ cents: 500 }, { cents: 80 }]);
  });
});
