/** Why a file could not be imported, in one line with file and line: of the syntax error, or of the code that threw. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { messageOf } from "../../../language/issues/thrown.ts";
import { type Io, shownPath } from "../../program/io.ts";

/** `file` is the one that was imported; what it imports may be what failed. */
export function loadFailure(cause: unknown, file: string, io: Pick<Io, "cwd">): string {
  const message = messageOf(cause);
  const [, place, text] = /^(\S.*:\d+:\d+): ERROR: (.*)$/m.exec(message) ?? []; // of esbuild
  if (place !== undefined) return `${text} (${shownPath(io, place)})`;
  const [first = ""] = message.split("\n");
  const at = cause instanceof Error ? (placeInStack(cause.stack ?? "", io) ?? syntaxPlace(cause, file, io)) : undefined;
  return at === undefined ? first : `${first} (${at})`;
}

/** Node shows the line of a syntax error only where it ends a process. */
function syntaxPlace(cause: Error, file: string, io: Pick<Io, "cwd">): string | undefined {
  if (!(cause instanceof SyntaxError)) return undefined;
  const { stderr } = spawnSync(process.execPath, ["--check", file], { encoding: "utf8" });
  const [, line] = /^\S+:(\d+)$/m.exec(stderr) ?? [];
  return line === undefined ? undefined : `${shownPath(io, file)}:${line}`;
}

/** The first line of the project's own code. */
export function placeInStack(stack: string, io: Pick<Io, "cwd">): string | undefined {
  for (const [, place = "", line, column] of stack.matchAll(
    /(?:\(|at (?:async )?)((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*?):(\d+):(\d+)\)?$/gm,
  )) {
    const file = fileOf(place);
    if (!/[\\/]node_modules[\\/]/.test(file) && !file.startsWith(OWN)) return `${shownPath(io, file)}:${line}:${column}`;
  }
  return undefined;
}

/** Of this program. */
const OWN = import.meta.dirname;

const fileOf = (place: string): string => (place.startsWith("file:") ? fileURLToPath(place.split("?")[0] ?? place) : place);
