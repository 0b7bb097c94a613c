/** The text of a file that the command line names. */
import { readFileSync } from "node:fs";
import { SignalboxError } from "../../language/issues/errors.ts";
import { type Io, shownPath } from "./io.ts";

/** `file` is absolute. */
export function readTextFile(file: string, io: Pick<Io, "cwd">): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new SignalboxError("FILE_NOT_READ", `${shownPath(io, file)} cannot be read: ${reasonOf(cause)}`, { cause, file });
  }
}

/** `ENOENT: no such file or directory`, without the path that follows. */
export function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.split(",")[0] ?? message;
}
