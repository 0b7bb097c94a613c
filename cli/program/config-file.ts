/** The text of a project's langgraph.json as data, not yet checked. */
import { readFileSync } from "node:fs";
import { SignalboxError } from "../../language/issues/errors.ts";

/** `file` is absolute. */
export function readConfigFile(file: string): unknown {
  const text = read(file);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalidConfig(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

export const invalidConfig = (file: string, reason: string, cause?: unknown): SignalboxError =>
  new SignalboxError("CONFIG_INVALID", `${file} cannot be read: ${reason}`, { cause, file });

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new SignalboxError(
      "CONFIG_NOT_FOUND",
      `There is no ${file}. Run the command in the project's folder, or name the file by --config.`,
      { cause, file },
    );
  }
}
