import { describe, expect, it } from "vitest";
import { peers } from "../../graphs/peers/graph.ts";
import { supportDesk } from "../../graphs/support-desk/graph.ts";
import { advance, expire, runPath, type Scenario, signal } from "../../testkit/index.ts";

const output = { customer: { id: "C-1", name: "Ada" }, said: { role: "user", content: "hm" } };
const unsure: Scenario["nodes"] = { reception: [{ label: "next", output }], triage: [{ label: "cards", confidence: 0.1 }] };
const input = { customerId: "C-1", message: "hm" };

describe("a question without an answer", () => {
  it("expires immediately where the scenario says so", async () => {
    const result = await runPath(supportDesk, { input, nodes: unsure, answers: { clarify: expire(), specialist: "closed" } });
    expect(result).toMatchInlinePath(`
      reception -next-> triage
      triage -lowConfidence-> clarify
      clarify after 30m: expires
      clarify -expired-> specialist
      specialist -closed-> end
    `);
  });

  it("fires its deadlines while the clock advances", async () => {
    const result = await runPath(supportDesk, { input, nodes: unsure, clock: [advance("29m"), advance("2m"), advance("1h")] });
    expect(result).toMatchInlinePath(`
      reception -next-> triage
      triage -lowConfidence-> clarify
      clarify after 30m: expires
      clarify -expired-> specialist
      specialist after 1h: reminds support
      waits at specialist
    `);
  });
});

it("a signal takes the thread from where it stopped", async () => {
  const said = { role: "assistant", content: "Hello" };
  const result = await runPath(peers, {
    input: { customerId: "C-1", messages: [{ role: "user", content: "hi" }] },
    nodes: { sales: [{ label: "handoff:support" }], support: [{ label: "next", output: said, tokens: 12 }] },
    turns: [signal("takeOver")],
    answers: { human: "close" },
  });
  expect(result).toMatchInlinePath(`
    turn 1:
    sales -handoff:support-> support
    support -next-> wait
    turn 2:
    (outside) -signal:takeOver-> human
    human -close-> end
  `);
  expect(result.tokens).toBe(12);
});
