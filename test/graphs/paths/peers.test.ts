import type { BaseMessage } from "@langchain/core/messages";
import { Command, MemorySaver } from "@langchain/langgraph";
import { describe, expect, it } from "vitest";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { signalUpdate } from "../../../compile/outside/signal.ts";
import { peers } from "../../../graphs/peers/graph.ts";
import { callTool, ScriptedModel } from "../../../graphs/scripted-model.ts";
import { normalise } from "../../../inspect/index.ts";
import { registryOf } from "../../../language/index.ts";
import type { Path } from "../../../language/terms/step.ts";
import { formatStep } from "../../../nodes/call/step.ts";
import { type PathResult, runPath, type Scenario } from "../../../testkit/index.ts";
import { memoryPorts } from "../../../testkit/memory/memory-ports.ts";

const say = (content: string) => ({ messages: [{ role: "user", content }] });
const run = (first: string, rest: Omit<Scenario, "input"> = {}) => runPath(peers, { input: { customerId: "K-1", ...say(first) }, ...rest });
const talk = ({ state }: PathResult) => (state.messages as BaseMessage[]).map(({ type, text }) => `${type}: ${text}`);

/** A model that does not answer but always hands the conversation to the first colleague. */
const ballPlayer = () =>
  new ScriptedModel((_, offered) => callTool(offered.find(({ name }) => name.startsWith("handoff_to_"))?.name ?? "", {}));

/** One thread that is spoken to from several sides: the customer's messages, signals from outside, a person's decisions. */
class Chat {
  private readonly checkpointer = new MemorySaver();
  private readonly compiled = compileGraph(peers, { ports: memoryPorts(), checkpointer: this.checkpointer });
  private readonly config = { configurable: { thread_id: "chat", __pregel_strict_resume: true }, durability: "sync" as const };
  private asked: { id: string; value: { node: string } } | undefined;

  /** The node whose question is open. */
  get asks(): string | undefined {
    return this.asked?.value.node;
  }
  say = (content: string) => this.go({ customerId: "K-1", messages: [{ role: "user", content }] });
  decide = (decision: string, form?: object) => this.go(new Command({ resume: { [this.asked?.id ?? ""]: { decision, form } } }));
  async signal(name: string): Promise<void> {
    const { values, asNode } = signalUpdate(normalise(peers, registryOf(peers)), name);
    await this.compiled.updateState(this.config, values, asNode);
    await this.go(null);
  }
  async path(): Promise<string[]> {
    const tuple = await this.checkpointer.getTuple(this.config);
    return ((tuple?.checkpoint.channel_values.__path ?? []) as Path).map(formatStep);
  }
  messages = async () => (await this.compiled.getState(this.config)).values.messages as BaseMessage[];
  private async go(input: unknown): Promise<void> {
    const { __interrupt__: open = [] } = (await this.compiled.invoke(input as never, this.config)) as { __interrupt__?: [Chat["asked"]] };
    this.asked = open[0];
  }
}

describe("a conversation", () => {
  it("is handed from peer to peer, and stays with the last one", async () => {
    const result = await run("How much is the team plan for 12 people?", {
      turns: [say("Our invitations do not arrive"), say("and the sync is slow"), say("Which invoice is unpaid?")],
    });
    expect(result).toMatchInlinePath(`
      turn 1:
      sales -next-> wait
      turn 2:
      sales -handoff:support-> support
      support -next-> wait
      turn 3:
      support -next-> wait
      turn 4:
      support -handoff:billing-> billing
      billing -next-> wait
    `);
    expect(talk(result)).toEqual([
      "human: How much is the team plan for 12 people?",
      "ai: Plan: team, seats: 12, month: $108.00.",
      "human: Our invitations do not arrive",
      expect.stringMatching(/^ai: Problem: invitations do not arrive by mail, remedy: /),
      "human: and the sync is slow",
      expect.stringMatching(/^ai: Problem: /),
      "human: Which invoice is unpaid?",
      expect.stringMatching(/invoice: N-102, month: 2026-10, amount: \$108\.00, not paid/),
    ]);
  });

  it("that no peer keeps goes to a person after three turns of each", async () => {
    const result = await run("Hello", { models: { peer: ballPlayer } });
    expect(result.path).toEqual([
      ...[1, 2, 3].flatMap(() => ["sales -handoff:support-> support", "support -handoff:sales-> sales"]),
      "sales -exhausted-> human",
      "waits at human",
    ]);
  });

  it("goes to a person when the model fails", async () => {
    const models = { peer: () => ({ bindTools: () => models.peer(), invoke: () => Promise.reject(new Error("no")) }) };
    const result = await run("Hello", { models: models as never });
    expect(result.path).toEqual(["sales -error-> human", "waits at human"]);
  });

  it("asks for missing arguments, and reports what it cannot do", async () => {
    const result = await run("A quote, please", { turns: [say("a quote for the team plan for 80 people")] });
    expect(talk(result).filter((line) => line.startsWith("ai"))).toEqual([
      "ai: To answer I need to know: plan, seats.",
      "ai: I could not do that: the team plan has 50 seats at most.",
    ]);
  });
});

describe("a person", () => {
  it("takes the conversation in the middle, keeps it as long as they like, and gives it back", async () => {
    const chat = new Chat();
    await chat.say("Our invitations do not arrive");
    await chat.signal("takeOver");
    expect(await chat.path()).toEqual(["sales -handoff:support-> support", "support -next-> wait", "(outside) -signal:takeOver-> human"]);
    await chat.decide("reply", { message: { content: "Hello, I am Mia. Which month do you mean?" } });
    expect((await chat.path()).at(-1)).toBe("human -reply-> wait");

    await chat.say("The unpaid invoice");
    expect(chat.asks).toBe("human");
    await chat.decide("toBilling");
    expect(await chat.path()).toEqual(["human -toBilling-> billing", "billing -next-> wait"]);

    await chat.say("And when did I pay the other invoice?");
    expect(await chat.path()).toEqual(["billing -next-> wait"]);
    const said = (await chat.messages()).map(({ type, text }) => `${type}: ${text}`);
    expect(said[2]).toBe("ai: Hello, I am Mia. Which month do you mean?");
    expect(said[4]).toMatch(/^ai: Invoice: N-101/);
  });

  it("closes the conversation, and the next message starts with sales again", async () => {
    const chat = new Chat();
    await chat.say("Which invoice is unpaid?");
    await chat.signal("takeOver");
    await chat.decide("close");
    await chat.say("Which plans are there?");
    expect(await chat.path()).toEqual(["sales -next-> wait"]);
    expect(await chat.messages()).toHaveLength(4);
  });
});
