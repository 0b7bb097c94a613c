/** One thing that the protocol can say: a route with a field, a mode or an error, as the calls that show it. Both servers are asked the same. */
import type { Talk } from "../record/talk.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";

/** As docs/protocol.md lists it: `POST /threads/:thread_id/runs`. */
export type Route = `${Method} /${string}`;

export interface Scenario {
  readonly route: Route;
  /** The field, mode or error: with the route it is the scenario's name. */
  readonly what: string;
  readonly play: (talk: Talk) => Promise<unknown>;
}

export const nameOf = ({ route, what }: Scenario): string => `${route}: ${what}`;

/** Scenarios of one route, each named by what it shows. */
export function scenarios(route: Route, plays: Readonly<Record<string, Scenario["play"]>>): Scenario[] {
  return Object.entries(plays).map(([what, play]) => ({ route, what, play }));
}
