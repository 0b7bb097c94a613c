/** The version of a channel's next value in a checkpoint. */
import { randomBytes } from "node:crypto";

/**
 * Values are stored once per (thread, channel, version). With LangGraph's own 1, 2, 3 … two forks of a thread give the
 * same number to different values, and the later value is dropped (langgraphjs #1812). So every version is unique.
 *
 * A thread that began with integers continues with numbers, plus a random fraction: LangGraph compares versions by `>`,
 * which is always false between a number and "0000000000000006.f3…", and the run would end silently.
 */
export function nextChannelVersion(current: number | string | undefined): number | string {
  if (typeof current === "number") return Math.floor(current) + 1 + Math.random();
  const counter = current === undefined ? 0 : Number.parseInt(current, 10);
  return `${String(counter + 1).padStart(16, "0")}.${randomBytes(8).toString("hex")}`;
}
