/** The text of a file that the command line names. */
import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { SignalboxError } from "../../language/issues/errors.ts";

export function readTextFile(path: string): string {
  const file = resolve(path);
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const reason = (cause as Error).message.split(",")[0];
    throw new SignalboxError("FILE_NOT_READ", `${relative(process.cwd(), file)} cannot be read: ${reason}`, { cause, file });
  }
}
