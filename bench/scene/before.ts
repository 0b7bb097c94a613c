/** The version before a step's statements became one: it runs the benchmark's graphs from its own sources. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import { checkOut, type Version } from "./checked-out.ts";
import { ROOT } from "./server.ts";

/** The parent of the commit that introduced group commit. */
export const BEFORE = "7d86a0d";

/** Undefined where the repository does not have it. */
export function checkOutBefore(): Version | undefined {
  const version = checkOut(BEFORE);
  if (version) cpSync(join(ROOT, "bench/graphs"), join(version.root, "bench/graphs"), { recursive: true });
  return version;
}
