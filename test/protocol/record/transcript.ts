/** Plays scenarios against one server and keeps what was said. */
import { createHash } from "node:crypto";
import pLimit from "p-limit";
import { nameOf, type Scenario } from "../scenarios/scenario.ts";
import type { Exchange } from "./exchange.ts";
import { Talk } from "./talk.ts";

export interface Transcript {
  readonly exchanges: readonly Exchange[];
  /** What stopped the scenario before its end. */
  readonly stopped: string | undefined;
}

/** Most of a scenario is waiting. */
const AT_ONCE = 12;
const LONGEST_MS = 120_000;

export async function playAll(scenarios: readonly Scenario[], url: string): Promise<Map<string, Transcript>> {
  const limit = pLimit(AT_ONCE);
  const played = scenarios.map((scenario) =>
    limit(async (): Promise<[string, Transcript]> => [nameOf(scenario), await play(scenario, url)]),
  );
  return new Map(await Promise.all(played));
}

async function play(scenario: Scenario, url: string): Promise<Transcript> {
  // the same against every server, so that tags are equal in their answers
  const talk = new Talk(url, createHash("sha256").update(nameOf(scenario)).digest("base64url").slice(0, 12));
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`not over after ${LONGEST_MS / 1_000} s`)), LONGEST_MS);
  const stopped = await Promise.race([scenario.play(talk), late]).then(
    () => undefined,
    (error: Error) => error.message,
  );
  clearTimeout(timer);
  if (stopped !== undefined) talk.leave();
  return { exchanges: await talk.exchanges(), stopped };
}
