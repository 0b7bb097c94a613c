/** Which events a reader gets: those of the modes that it names. The run's own modes say which there are. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { RunRow } from "../../persistence/statements/runs/rows.ts";

/** Undefined: all modes of the run. */
export type ReaderModes = readonly string[] | undefined;

/** Of the stream itself, in every mode. */
const OF_THE_STREAM = new Set(["metadata", "error", "feedback"]);

export const modesOf = ({ kwargs }: Pick<RunRow, "kwargs">): readonly string[] => kwargs.stream_mode ?? ["values"];

/** `event` may have a namespace: "updates|node:task". */
export function isForReader(event: string, modes: ReaderModes): boolean {
  return modes === undefined || OF_THE_STREAM.has(event) || modes.includes(modeOf(event));
}

function modeOf(event: string): string {
  const [name = ""] = event.split("|", 1);
  if (name.startsWith("messages/")) return "messages";
  return name === "messages" ? "messages-tuple" : name;
}

/** A reader would wait for them in vain. */
export function requireModes(run: Pick<RunRow, "id" | "kwargs">, modes: ReaderModes = []): void {
  const own = modesOf(run);
  const missing = modes.filter((mode) => !own.includes(mode));
  if (missing.length === 0) return;
  const message = `Run ${run.id} was started with stream_mode ${own.join(", ")}: it streams no ${missing.join(" and no ")}`;
  throw new SignalboxError("INVALID_INPUT", message, { run: run.id, path: ["stream_mode"], missing });
}
