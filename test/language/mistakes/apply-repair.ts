/** Applies an issue's `repair` to a declaration: a repair must be sufficient. */
import type { Repair } from "../../../language/index.ts";

type Box = Record<string | number, unknown>;

export function applyRepair<T>(data: T, repair: Repair): T {
  const copy = structuredClone(data);
  const last = repair.path.at(-1) as string | number;
  const owner = repair.path.slice(0, -1).reduce<Box>((at, step) => at[step] as Box, copy as Box);
  if (repair.op === "replace" || repair.op === "add") owner[last] = repair.value;
  else if (repair.op === "remove") delete owner[last];
  else if (repair.op === "rename") {
    owner[repair.to] = owner[last];
    delete owner[last];
  }
  return copy;
}
