/** `signalbox explain`: what an issue's or an error's code means and what to do about it. */
import type { Command } from "commander";
import { errors, SignalboxError } from "../../../language/issues/errors.ts";
import { issueCodes } from "../../../language/issues/issue-codes.ts";
import { nearestHint } from "../../../language/issues/nearest.ts";
import { exitCodes } from "../../program/action.ts";
import { type Io, printLine, styled } from "../../program/io.ts";

interface Entry {
  readonly title: string;
  readonly repair: string;
  readonly severity?: "error" | "warning";
  readonly status?: number;
}

const entries: Readonly<Record<string, Entry>> = { ...issueCodes, ...errors };

export async function explain(command: Command, { stdout }: Io): Promise<number> {
  const code = command.args[0]?.toUpperCase();
  const lines =
    code === undefined
      ? Object.entries(entries).map(([name, { title }]) => `${name.padEnd(26)} ${title}`)
      : explanation(code, styled(stdout, "bold", code));
  for (const line of lines) printLine(stdout, line);
  return exitCodes.ok;
}

function explanation(code: string, heading: string): string[] {
  const entry = Object.hasOwn(entries, code) ? entries[code] : undefined;
  if (!entry) throw new SignalboxError("INVALID_INPUT", `There is no code "${code}". ${nearestHint(code, Object.keys(entries))}`, { code });
  return [`${heading}  ${originOf(entry)}`, `${entry.title}.`, `What to do: ${entry.repair}`];
}

const originOf = ({ severity, status }: Entry): string =>
  severity === undefined ? `a failure at run time, HTTP ${status}` : `found by check, ${severity === "error" ? "an error" : "a warning"}`;
