/** All that a test may look at in the result of a path, so that one from a server can be held against one from memory. */
import { plainText } from "../../../runtime/protocol/plain-json.ts";
import type { PathResult } from "../../../testkit/index.ts";

/** A server gives its state as JSON; ids are made anew by each run. */
export function comparable(result: PathResult): unknown {
  return JSON.parse(plainText(factsOf(result)).replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, "id"));
}

function factsOf({ path, steps, state, waitsAt, asks, approves, tokens, effects, error, children }: PathResult): unknown {
  // items act side by side: which is first is left to chance
  const done = effects.map(({ node, output }) => `${node}: ${plainText(output)}`).sort();
  const code = error && ("code" in error ? error.code : error.name);
  return { path, steps, state, waitsAt, asks, approves, tokens, effects: done, error: code, children: children.map(factsOf) };
}
