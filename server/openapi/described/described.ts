/** What the API's description says of one route, besides its line in operations.ts. */
import type { z } from "zod";
import type { AnswerName } from "../answers.ts";

export interface Described {
  readonly summary: string;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Default: 200. */
  readonly status?: 101 | 200 | 202 | 204;
  /** A name, a list of that, or server-sent events. Left out: no body. */
  readonly answer?: AnswerName | readonly [AnswerName] | "events" | "other";
}

export type DescribedRoutes = Readonly<Record<string, Described>>;
