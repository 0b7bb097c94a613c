import { readdirSync, readFileSync } from "node:fs";
import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { examplesOf } from "../../../graphs/support-desk/examples.ts";
import { scriptedModel } from "../../../graphs/support-desk/scripted-model.ts";

const nothing = async () => "";
const tools = [
  tool(nothing, {
    name: "showBills",
    description: "What the customer owes: how much each bill is, and when it is due.",
    schema: z.object({}),
  }),
  tool(nothing, {
    name: "transferMoney",
    description: "Transfer or move money between accounts.",
    schema: z.object({ from: z.enum(["checking", "savings"]), to: z.enum(["checking", "savings"]), amountCents: z.int() }),
  }),
  tool(nothing, { name: "handoff_to_cards", description: "Hand over: about a lost or stolen card.", schema: z.object({}) }),
];
const model = scriptedModel().bindTools(tools);
const ask = (text: string) => model.invoke([new SystemMessage("You look after payments."), new HumanMessage(text)]);

describe("the scripted model", () => {
  it.each([
    ["when is my water bill due", "showBills", {}],
    ["transfer $100 from my checking to saving account", "transferMoney", { from: "checking", to: "savings", amountCents: 10_000 }],
    ["move ninety dollars to checking from savings please", "transferMoney", { from: "savings", to: "checking", amountCents: 9_000 }],
    ["my card was stolen", "handoff_to_cards", {}],
  ])("calls a tool by its words: %s", async (text, name, args) => {
    expect((await ask(text)).tool_calls).toMatchObject([{ name, args }]);
  });

  it("asks for what the request does not contain", async () => {
    const answer = await ask("can i move some money around");
    expect(answer.tool_calls).toEqual([]);
    expect(answer.text).toContain("from, to, amount");
  });

  it("reports what a tool found, and what it could not do", async () => {
    const said = async (content: string) => {
      const call = new AIMessage({ content: "", tool_calls: [{ id: "1", name: "showBills", args: {} }] });
      return (await model.invoke([new HumanMessage("my bills"), call, new ToolMessage({ content, tool_call_id: "1" })])).text;
    };
    expect(await said('[{"bill":"City Water","amountCents":4150}]')).toBe("Bill City Water, amount $41.50.");
    expect(await said("[]")).toBe("I found nothing about that.");
    expect(await said("error NOT_PAYABLE: there is no open water bill")).toBe("I could not do that: there is no open water bill.");
  });

  it("fills a structured answer from facts in the messages, the last amount first", async () => {
    const answer = z.object({ amountCents: z.int(), draft: z.string() });
    const structured = scriptedModel().bindTools([
      {
        type: "function",
        function: {
          name: "extract-1",
          description: "Tool for extracting structured output from the model's response.",
          parameters: z.toJSONSchema(answer),
        },
      },
    ]);
    const proposed = async (text: string) => (await structured.invoke([new HumanMessage(text)])).tool_calls?.[0]?.args;
    expect(await proposed('The charge: {"merchant":"Kayak","amountCents":25044}')).toEqual({
      amountCents: 25_044,
      draft: "I propose to give back $250.44 for the charge by Kayak.",
    });
    expect(await proposed('The charge: {"amountCents":25044}\nThe lead said: only $30.00 is left')).toMatchObject({ amountCents: 3_000 });
  });

  it("has no canned answers", () => {
    const folder = new URL("../../../graphs/support-desk/", import.meta.url);
    const files = [
      "../scripted-model.ts",
      "scripted-model.ts",
      ...readdirSync(new URL("scripted/", folder)).map((file) => `scripted/${file}`),
    ];
    const source = files.map((file) => readFileSync(new URL(file, folder), "utf8").toLowerCase()).join("\n");
    const requests = [...examplesOf("val"), ...examplesOf("test")].filter(({ text }) => text.split(" ").length > 3);
    expect(requests.filter(({ text }) => source.includes(text)).map(({ text }) => text)).toEqual([]);
  });
});
