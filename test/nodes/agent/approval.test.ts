/** Tool calls that need a person: LangChain's payload, its four answers, several calls at once, and answers that do not fit. */
import { Command } from "@langchain/langgraph";
import { beforeEach, describe, expect, it } from "vitest";
import { registryOf } from "../../../language/index.ts";
import { validate } from "../../../language/validate/validate.ts";
import { checkToolDecisions, type ToolApproval } from "../../../nodes/agent/approval/tool-approval.ts";
import { runPath } from "../../../testkit/index.ts";
import { memoryPorts } from "../../../testkit/memory/memory-ports.ts";
import { MemoryThread, memoryGraph } from "../../../testkit/memory/memory-thread.ts";
import { approvalDesk, busy, call, paid } from "./approval-desk.ts";

const input = { message: "refund me" };
beforeEach(() => paid.splice(0));

describe("the approval of tool calls", () => {
  it("asks with LangChain's payload before anything runs", async () => {
    const result = await runPath(approvalDesk([[call(500, "a"), { name: "look", args: {}, id: "b" }]]).deskOf(), { input });
    expect(result.waitsAt).toBe("clerk1");
    expect(result.approves).toMatchObject({
      actionRequests: [{ name: "refund", args: { cents: 500 } }],
      reviewConfigs: [{ actionName: "refund", allowedDecisions: ["approve", "edit", "reject", "respond"] }],
      ...{ graph: "approvals", node: "clerk1", by: { roles: ["lead"] } },
    });
    expect(paid).toEqual([]);
  });

  const answers = [
    { name: "approve", decision: { type: "approve" }, paid: [500], result: "paid 500" },
    { name: "edit", decision: { type: "edit", editedAction: { name: "refund", args: { cents: 300 } } }, paid: [300], result: "paid 300" },
    {
      name: "edit in snake_case",
      decision: { type: "edit", edited_action: { name: "refund", args: { cents: 200 } } },
      paid: [200],
      result: "paid 200",
    },
    { name: "reject", decision: { type: "reject", message: "not today" }, paid: [], result: "not today" },
    { name: "respond", decision: { type: "respond", message: "it was paid by hand" }, paid: [], result: "it was paid by hand" },
  ];
  it.each(answers)("takes $name", async ({ decision, paid: expected, result }) => {
    const { deskOf, model } = approvalDesk([[call(500, "a")], "done"]);
    const { path, state } = await runPath(deskOf(), { input, approvals: { clerk1: [{ decisions: [decision] }] } });
    expect(path).toEqual(["clerk1 -next-> end"]);
    expect(state.draft).toBe("done");
    expect(paid.map(({ cents }) => cents)).toEqual(expected);
    expect(model.calls.at(-1)?.messages.at(-1)?.text).toContain(result);
  });

  it("decides several calls together: an approved call runs although another is refused", async () => {
    const { deskOf } = approvalDesk([[call(1, "a"), call(2, "b"), call(3, "c")], "done"]);
    const decisions = [{ type: "approve" }, { type: "reject" }, { type: "edit", editedAction: { name: "refund", args: { cents: 30 } } }];
    const { state } = await runPath(deskOf(), { input, approvals: { clerk1: [{ decisions }] } });
    expect(state.draft).toBe("done");
    expect(paid.map(({ cents }) => cents)).toEqual([1, 30]);
  });

  it("or one by one", async () => {
    const { deskOf } = approvalDesk([[call(1, "a"), call(2, "b")], "done"]);
    const one = { decisions: [{ type: "approve" }] };
    expect((await runPath(deskOf("oneByOne"), { input, approvals: { clerk1: [one] } })).approves?.actionRequests).toMatchObject([
      { args: { cents: 2 } },
    ]);
    expect(paid).toEqual([]);
    const both = approvalDesk([[call(1, "a"), call(2, "b")], "done"]).deskOf("oneByOne");
    expect((await runPath(both, { input, approvals: { clerk1: [one, { decisions: [{ type: "reject" }] }] } })).state.draft).toBe("done");
    expect(paid.map(({ cents }) => cents)).toEqual([1]);
  });

  const misfits = [
    [{ decisions: [] }, "0 decisions for 1 tool calls"],
    [{ decisions: [{ type: "approve" }, { type: "approve" }] }, "2 decisions for 1 tool calls"],
    [{ decision: "approve" }, "an answer is { decisions: [...] }"],
    [{ decisions: [{ type: "ok" }] }, "A decision is one of approve, edit, reject, respond."],
    [{ decisions: [{ type: "edit", editedAction: { name: "look", args: {} } }] }, 'must stay "refund"'],
    [{ decisions: [{ type: "edit", editedAction: { name: "refund", args: { cents: 1_000_000 } } }] }, "editedAction.args.cents"],
  ] as const;
  it.each(misfits)("asks again after %j, and the right answer still works", async (wrong, problem) => {
    const graph = approvalDesk([[call(500, "a")], "done"]).deskOf();
    const thread = new MemoryThread(memoryGraph({ graph, registry: registryOf(graph) }, memoryPorts()));
    const [first] = (await thread.invoke(input)).approvals;
    const resume = (answer: unknown) => thread.invoke(new Command({ resume: { [first?.id ?? ""]: answer } }));
    const [asked] = (await resume(wrong)).approvals;
    expect(asked?.value).toMatchObject({ node: "clerk1", problem: expect.stringContaining(problem) });
    expect(checkToolDecisions(asked?.value as ToolApproval, wrong)).toMatchObject({ ok: false, problem: asked?.value.problem });
    await resume({ decisions: [{ type: "approve" }] });
    expect((await thread.state()).draft).toBe("done");
    expect(paid.map(({ cents }) => cents)).toEqual([500]);
  });

  it("counts the attempts before the question, after the answer", async () => {
    const { deskOf } = approvalDesk([busy(), [call(500, "a")], "done"]);
    const { path } = await runPath(deskOf(), { input, approvals: { clerk1: [{ decisions: [{ type: "approve" }] }] } });
    expect(path).toEqual(["clerk1 -next-> end (2 attempts)"]);
  });

  it("may only name tools of the agent and declared roles", async () => {
    const { deskOf } = approvalDesk([]);
    const { registryOf } = await import("../../../language/registry/registry-of.ts");
    const graph = deskOf();
    const wrong = { ...graph, nodes: { clerk1: { ...graph.nodes.clerk1, approval: { tools: ["refnd"], by: ["leed"] } } } };
    const codes = validate(registryOf(graph), JSON.parse(JSON.stringify(wrong))).issues.map(
      ({ code, path }) => `${code} ${path.join(".")}`,
    );
    expect(codes).toEqual(["UNKNOWN_TOOL nodes.clerk1.approval.tools.0", "UNKNOWN_ROLE nodes.clerk1.approval.by.0"]);
  });
});
