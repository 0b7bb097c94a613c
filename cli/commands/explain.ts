/** `signalbox explain`: what an issue's or an error's code means and what to do about it. */
import { styleText } from "node:util";
import { Command } from "commander";
import { errors, SignalboxError } from "../../language/issues/errors.ts";
import { issueCodes } from "../../language/issues/issue-codes.ts";
import { nearestHint } from "../../language/issues/nearest.ts";
import { action } from "../program/action.ts";
import { exitCodes } from "../program/exit-codes.ts";

interface Entry {
  readonly title: string;
  readonly repair: string;
  readonly severity?: "error" | "warning";
  readonly status?: number;
}

const entries: Readonly<Record<string, Entry>> = { ...issueCodes, ...errors };

export function explainCommand(): Command {
  return new Command("explain")
    .description("Explain a code that check, a run or the API answered.")
    .argument("[code]", "such as UNKNOWN_TARGET; all codes when left out")
    .action(action(explain, exitCodes.usage));
}

async function explain(command: Command): Promise<number> {
  const code = command.args[0]?.toUpperCase();
  if (code === undefined) {
    for (const [name, { title }] of Object.entries(entries)) console.log(`${name.padEnd(26)} ${title}`);
    return exitCodes.fine;
  }
  const entry = Object.hasOwn(entries, code) ? entries[code] : undefined;
  if (!entry) throw new SignalboxError("INVALID_INPUT", `There is no code "${code}". ${nearestHint(code, Object.keys(entries))}`, { code });
  console.log(`${styleText("bold", code, { stream: process.stdout })}  ${kindOf(entry)}`);
  console.log(`${entry.title}.`);
  console.log(`What to do: ${entry.repair}`);
  return exitCodes.fine;
}

const kindOf = ({ severity, status }: Entry): string =>
  severity === undefined ? `a failure at run time, HTTP ${status}` : `found by check, ${severity === "error" ? "an error" : "a warning"}`;
