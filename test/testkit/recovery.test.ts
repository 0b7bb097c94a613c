import { describe, expect, it } from "vitest";
import { registryOf } from "../../language/index.ts";
import { rememberRegistry } from "../../language/registry/registry-of.ts";
import { runPath } from "../../testkit/index.ts";
import { smallDesk } from "../mutations/small-desk.ts";

const output = { draft: "text" };
const asked = { input: { text: "hm" }, answers: { approve: "no" } } as const;
const sort = [{ label: "ask" }];

describe("a scripted agent with models", () => {
  it("is repaired, retried and handed to its fallback like a real one", async () => {
    const fails = ["malformed", "malformed", "malformed", "timeout", "rate_limit"];
    const result = await runPath(smallDesk, { ...asked, nodes: { sort, write: [{ label: "next", output, fails }] } });
    expect(result).toTake("write", "next", "approve");
    expect(result.state.reply).toEqual(output);
    expect(result.details.filter((line) => line.startsWith("write"))).toEqual([
      'write attempt 1 of model "fast" fails: malformed',
      'write attempt 1 of model "fast" fails: malformed',
      'write attempt 1 of model "fast" fails: malformed',
      "write has no answer within 20s",
      'write attempt 1 of model "strong" fails: timeout',
      "write waits 200ms",
      'write attempt 2 of model "strong" fails: rate_limit',
      "write waits 400ms",
    ]);
  });

  it("takes its error edge when the last model has failed", async () => {
    const result = await runPath(smallDesk, { ...asked, nodes: { sort, write: [{ error: "malformed" }] } });
    expect(result).toTake("write", "error:malformed", "approve");
    expect(result.details.filter((line) => line.includes('"spare" fails'))).toHaveLength(3);
  });
});

it("a real time limit applies to code that is not scripted", async () => {
  const tools = {
    pay: (_: unknown, { signal }: { signal: AbortSignal }) => new Promise((_resolve, reject) => signal.addEventListener("abort", reject)),
  };
  const quick = { ...smallDesk, defaults: { timeout: "20ms" } } as const;
  const graph = rememberRegistry(quick, registryOf(smallDesk));
  const result = await runPath(graph, {
    input: asked.input,
    answers: { approve: ["yes", "no"] },
    nodes: { sort: [{ label: "pay" }] },
    tools,
  });
  expect(result).toTake("pay", "effectUnknown", "approve");
  expect(result.details).toContain("pay has no answer within 20ms");
});
