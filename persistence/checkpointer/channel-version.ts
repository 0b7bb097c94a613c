/** The version that a channel's next value gets in a checkpoint. */
import { randomBytes } from "node:crypto";

/**
 * Values are stored once per (thread, channel, version). With LangGraph's own 1, 2, 3 … two forks of a thread give the
 * same number to different values and the later one is dropped (langgraphjs #1812): so every version is unique.
 *
 * A thread begun with integers goes on in numbers, now with a random fraction: LangGraph compares versions by `>`,
 * which between a number and "0000000000000006.f3…" is always false, and the run would end without a word.
 */
export function nextChannelVersion(current: number | string | undefined): number | string {
  if (typeof current === "number") return Math.floor(current) + 1 + Math.random();
  const counter = current === undefined ? 0 : Number.parseInt(current, 10);
  return `${String(counter + 1).padStart(16, "0")}.${randomBytes(8).toString("hex")}`;
}
