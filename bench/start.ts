/** What it costs to import the package, built as it is published: CPU beside `node -e 0`, and memory. `--check` fails above the limits. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cost, costOf } from "./start/cost.ts";
import { programs } from "./start/programs.ts";

/** Interleaved, so that a busy moment does not fall on one program alone. */
const ROUNDS = 9;

const root = new URL("..", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "signalbox-bench-start-"));

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

try {
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const chosen = programs(root);
  for (const { name, text } of chosen) if (text !== undefined) writeFileSync(join(folder, `${name}.mjs`), text);
  const costs = new Map<string, Cost[]>(chosen.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) for (const { name, args } of chosen) costs.get(name)?.push(await costOf(args, folder));
  const cpuOf = (name: string) => median((costs.get(name) ?? []).map(({ cpuMs }) => cpuMs));
  let failed = false;
  console.log("program                 CPU       x node -e 0   x langgraph   peak memory   limit");
  for (const { name, limit } of chosen) {
    const [cpuMs, toNode, toLangGraph] = [cpuOf(name), cpuOf(name) / cpuOf("node"), cpuOf(name) / cpuOf("langgraph")];
    const megabytes = median((costs.get(name) ?? []).map(({ megabytes }) => megabytes));
    const isOver =
      (limit?.toNode !== undefined && toNode > limit.toNode) ||
      (limit?.toLangGraph !== undefined && toLangGraph > limit.toLangGraph) ||
      (limit?.megabytes !== undefined && megabytes > limit.megabytes);
    failed ||= isOver;
    const limits = Object.entries(limit ?? {}).map(([what, most]) => `${what} ${most}`);
    console.log(
      `${name.padEnd(18)} ${cpuMs.toFixed(0).padStart(7)} ms ${toNode.toFixed(1).padStart(12)} ${toLangGraph.toFixed(2).padStart(14)} ${megabytes.toFixed(0).padStart(10)} MB   ${limits.join(", ")}${isOver ? "  OVER" : ""}`,
    );
  }
  if (process.argv.includes("--check")) process.exitCode = failed ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
