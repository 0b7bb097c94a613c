import { Command } from "@langchain/langgraph";
import { describe, expect, it } from "vitest";
import { compileGraph } from "../../compile/compile-graph.ts";
import { declarationOf } from "../../language/registry/declaration.ts";
import { registryOf } from "../../language/registry/registry-of.ts";
import { fail, runPath } from "../../testkit/index.ts";
import { memoryPorts } from "../../testkit/memory/memory-ports.ts";
import { MemoryThread, memoryGraph } from "../../testkit/memory/memory-thread.ts";
import { orderDesk } from "../fixtures/order-desk.ts";

const refund = { message: "refund, please", orderId: "o-70" };

describe("the paths of the order desk", () => {
  it.each([
    ["a small refund is paid at once", { input: { ...refund, orderId: "o-20" } }],
    ["a large refund is approved", { input: refund, answers: { approval: "approve" } }],
    [
      "an edited amount is what is paid",
      { input: refund, answers: { approval: { decision: "edit", form: { refund: { orderId: "o-70", amountCents: 100 } } } } },
    ],
    [
      "a rejected refund goes back to the agent",
      { input: refund, answers: { approval: { decision: "reject", form: { reason: "too much" } } } },
    ],
    ["no decision in time", { input: refund, answers: { approval: "expired", specialist: "closed" } }],
    [
      "not sure: asks back, then knows",
      { input: { message: "hm", orderId: "o-20" }, answers: { clarify: { decision: "answered", form: { text: "refund" } } } },
    ],
    [
      "never sure: two questions, then a specialist",
      {
        input: { message: "hm", orderId: "o-1" },
        answers: { clarify: [0, 1].map(() => ({ decision: "answered", form: { text: "hm" } })) },
      },
    ],
    ["no such order", { input: refund, faults: [fail("findOrder", "ORDER_NOT_FOUND")] }],
    ["a failure without an edge of its own takes the default", { input: refund, faults: [fail("billingAgent", "unexpected")] }],
    ["declined", { input: { ...refund, orderId: "o-1" }, faults: [fail("payRefund", "DECLINED")] }],
    [
      "a second turn enters the node that waited",
      { input: { message: "it is broken", orderId: "o-1" }, turns: [{ message: "still broken" }] },
    ],
  ] as const)("%s", async (_, scenario) => {
    expect(await runPath(orderDesk, scenario as never)).toMatchPath();
  });

  it("pays once, and the edited amount", async () => {
    const result = await runPath(orderDesk, {
      input: refund,
      answers: { approval: { decision: "edit", form: { refund: { orderId: "o-70", amountCents: 100 } } } },
    });
    expect(result.effects.map(({ node, output }) => [node, output])).toEqual([["payRefund", "paid 100 for o-70"]]);
    expect(result.state.receipt).toBe("paid 100 for o-70");
  });

  it("asks again after a wrong answer, and reports what was wrong", async () => {
    const thread = new MemoryThread(memoryGraph({ graph: orderDesk, registry: registryOf(orderDesk) }, memoryPorts()));
    const [asked] = (await thread.invoke(refund)).questions;
    const answer = (given: object) => thread.invoke(new Command({ resume: { [asked?.id ?? ""]: given } }));
    expect((await answer({ decision: "aprove" })).questions[0]?.value.problem).toMatch(/"aprove" is not one of/);
    const incomplete = await answer({ decision: "edit", form: { refund: { orderId: "o-70" } } });
    expect(incomplete.questions[0]?.value).toMatchObject({ node: "approval", problem: expect.stringMatching(/form\.refund\.amountCents/) });
    await answer({ decision: "approve" });
    expect((await thread.path()).at(-1)).toMatchObject({ node: "payRefund", label: "next", target: "end" });
  });

  it("clears channels that it does not keep when a new turn begins", async () => {
    const result = await runPath(orderDesk, { input: { ...refund, orderId: "o-20" }, turns: [{ message: "password", orderId: "o-9" }] });
    expect(result.state).toEqual({ messages: [], message: "password", orderId: "o-9", draft: "Your account is fine." });
  });

  it("refuses input that is not declared", async () => {
    const thread = new MemoryThread(memoryGraph({ graph: orderDesk, registry: registryOf(orderDesk) }, memoryPorts()));
    const message = 'graph "support-desk" takes no input "mesage". It takes: message, orderId.';
    await expect(thread.invoke({ mesage: "hi" })).rejects.toThrow(message);
  });
});

it("runs under an operator's params, also after a server has compiled it anew", async () => {
  const params = { refundLimit: 100_000 };
  expect((await runPath(orderDesk, { input: refund, params })).path).toContain("needsApproval -no-> payRefund");
  expect(declarationOf(compileGraph(orderDesk, { ports: memoryPorts(), params }))?.params).toEqual(params);
});
