/** Fills a structured answer from facts in the messages: an amount that was named, a value with the same name, a sentence made of both. */
import type { BaseMessage } from "@langchain/core/messages";
import type { ArgumentsSchema } from "../../scripted-model.ts";
import { dollars } from "../money.ts";
import { amountsIn } from "./read-facts.ts";

export function fillAnswer({ properties = {} }: ArgumentsSchema, messages: readonly BaseMessage[]): Record<string, unknown> {
  const text = messages.map((message) => message.text).join("\n");
  const amountCents = amountsIn(text).at(-1) ?? numberUnder("amountCents", text);
  const merchant = textUnder("merchant", text);
  return Object.fromEntries(
    Object.entries(properties).map(([name, { type }]) => {
      if (type === "integer" || type === "number")
        return [name, name.endsWith("Cents") ? (amountCents ?? 0) : (numberUnder(name, text) ?? 0)];
      return [
        name,
        `I propose to give back ${amountCents === undefined ? "the amount" : dollars(amountCents)}${merchant ? ` for the charge by ${merchant}` : ""}.`,
      ];
    }),
  );
}

/** The last value in the text that is JSON under this name. */
function numberUnder(name: string, text: string): number | undefined {
  const found = [...text.matchAll(new RegExp(`"${name}":\\s*(\\d+)`, "g"))].at(-1)?.[1];
  return found === undefined ? undefined : Number(found);
}

function textUnder(name: string, text: string): string | undefined {
  return [...text.matchAll(new RegExp(`"${name}":\\s*"([^"]*)"`, "g"))].at(-1)?.[1];
}
