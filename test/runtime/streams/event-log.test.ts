/** The event logs of a process: their limit counts all that they keep, and a reader learns what it has missed. */
import { describe, expect, it } from "vitest";
import type { EventLog } from "../../../runtime/streams/event-log.ts";
import { RunEvents } from "../../../runtime/streams/run-events.ts";

const KB = "x".repeat(1_000);

async function readAll(log: EventLog, after = -1) {
  const seen: string[] = [];
  for await (const found of log.read(after))
    seen.push("first" in found ? `gap ${found.first}-${found.last}` : `${found.id} ${found.event}`);
  return seen;
}

describe("the event logs of a process", () => {
  it("keep at most their limit: runs that have ended lose theirs first, then the largest loses its oldest events", async () => {
    const events = new RunEvents(10_000);
    const [ended, large, small] = ["a", "b", "c"].map((run) => events.open(run, 1)) as [EventLog, EventLog, EventLog];
    for (let n = 0; n < 3; n++) ended.push("custom", KB);
    ended.close("ended");
    events.retire("a", ended);
    small.push("custom", KB);
    for (let n = 0; n < 20; n++) {
      large.push("custom", KB);
      expect(events.bytes).toBeLessThanOrEqual(10_000);
    }
    for (const log of [large, small]) log.close("ended");
    expect(await readAll(ended)).toEqual(["gap 0-2"]);
    expect(await readAll(small)).toEqual(["0 custom"]);
    expect(await readAll(large, 2)).toEqual([
      "gap 3-12",
      "13 custom",
      "14 custom",
      "15 custom",
      "16 custom",
      "17 custom",
      "18 custom",
      "19 custom",
    ]);
    expect(await readAll(large, 15)).toEqual(["16 custom", "17 custom", "18 custom", "19 custom"]);
  });

  it("always keep the newest event of a run under way, and the last result for those who wait", () => {
    const events = new RunEvents(500);
    const log = events.open("a", 1);
    log.push("values", { pad: KB });
    log.push("values", { pad: KB, last: true });
    expect({ count: log.count, result: log.result }).toEqual({ count: 1, result: { event: "values", data: { pad: KB, last: true } } });
  });

  it("count text beyond Latin-1 twice, as V8 keeps it", () => {
    const events = new RunEvents();
    events.open("a", 1).push("custom", "é".repeat(1_000));
    const latin = events.bytes;
    events.open("b", 1).push("custom", "字".repeat(1_000));
    expect(events.bytes - latin).toBeGreaterThanOrEqual(2_000);
  });

  it("let go of an attempt that another one replaces", () => {
    const events = new RunEvents();
    events.open("a", 1).push("custom", KB);
    events.open("a", 2);
    expect(events.bytes).toBe(0);
  });
});
