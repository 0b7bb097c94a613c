/** A command of a request as LangGraph's own. */
import { Command, Send } from "@langchain/langgraph";
import type { CommandBody, CommandTarget } from "../../persistence/statements/runs/rows.ts";

export const commandOf = (command: CommandBody): Command => new Command(fieldsOf(command));

export function fieldsOf({ goto = [], update }: CommandBody) {
  const targets: readonly CommandTarget[] = typeof goto === "string" || "node" in goto ? [goto] : goto;
  return {
    goto: targets.map((target) => (typeof target === "string" ? target : new Send(target.node, target.input))),
    ...(update && { update }),
  };
}
