/** How long the pages say that a worker may go without a heartbeat is what runtime/timing.ts says. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { DEFAULT_TIMING } from "../../runtime/timing.ts";

it.each([
  ["docs/operations.md", /after (\d+) s without a heartbeat/g],
  ["docs/reliability.md", /dead after (\d+) s without a heartbeat/g],
  ["docs/benchmarks.md", /dead after (\d+) s without a heartbeat/g],
  ["docs/guide/agents.md", /slot of a process that dies is free after (\d+) s/g],
])("%s names the time after which a silent worker is dead", (page, sentence) => {
  const seconds = [...readFileSync(page, "utf8").matchAll(sentence)].map(([, number]) => Number(number));
  expect(seconds).not.toEqual([]);
  expect(new Set(seconds)).toEqual(new Set([DEFAULT_TIMING.deadAfterMs / 1_000]));
});
