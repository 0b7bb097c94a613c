/** One entry of the table: the same mistake as a literal that tsc refuses on that very property, and as data that `validate` refuses. */
import type { GraphData, IssueCode, Registry } from "../../../language/index.ts";
import { registry } from "./vocabulary.ts";

export interface Mistake {
  /** What a person did wrong, as a sentence. */
  readonly name: string;
  readonly code: IssueCode;
  /** Joined with dots; empty for the whole graph. */
  readonly path: string;
  readonly graph: GraphData;
  readonly registry: Registry;
}

/** `graph` is the value of a literal under `@ts-expect-error`: the compiler is the first checker, the test feeds it to the second. */
export const mistake = (name: string, [code, path]: readonly [IssueCode, string], graph: GraphData): Mistake => ({
  name,
  code,
  path,
  graph,
  registry,
});
