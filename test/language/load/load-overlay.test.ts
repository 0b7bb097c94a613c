/** Overlays tune params and nothing else. */
import { expect, test } from "vitest";
import { normalise } from "../../../inspect/index.ts";
import { GraphDefinitionError, loadOverlay } from "../../../language/index.ts";
import { desk, supportDesk } from "../design-example.ts";

const load = (text: string) => loadOverlay(desk.registry, supportDesk, { text, file: "production.yaml" });

function messageOf(text: string): string {
  try {
    load(text);
  } catch (error) {
    if (error instanceof GraphDefinitionError) return error.message.split("\n").slice(1).join("\n");
    throw error;
  }
  return "no problem";
}

test("a good overlay", () => {
  const params = load("params:\n  sure: 0.9\n  decideIn: 2d\n");
  expect(params).toEqual({ sure: 0.9, decideIn: "2d" });
  expect(normalise(supportDesk, desk.registry, params).nodes.triage).toMatchObject({ lowConfidence: { below: 0.9 } });
});

test.each([
  [
    "a mistyped param",
    "params: { sur: 0.9 }",
    '  production.yaml:1:11 overlay.params.sur: the graph has no param "sur" to override. Did you mean "sure"?  [UNKNOWN_PARAM]',
  ],
  [
    "text for a threshold",
    "params: { sure: high }",
    '  production.yaml:1:17 overlay.params.sure: param "sure" holds "high", which does not fit where it is used. Give it a value that could stand there itself.  [PARAM_TYPE]',
  ],
  [
    "text for a constant",
    "params: { refundLimit: lots }",
    '  production.yaml:1:24 overlay.params.refundLimit: param "refundLimit" holds "lots", which does not fit the constant "maxCents": "lots" is text, but a number is wanted.  [PARAM_TYPE]',
  ],
  [
    "no duration",
    "params: { decideIn: 4hours }",
    '  production.yaml:1:21 overlay.params.decideIn: param "decideIn" holds "4hours", which does not fit where it is used. Give it a value that could stand there itself.  [PARAM_TYPE]',
  ],
  [
    "an edge",
    "params: {}\nnodes: { triage: { next: end } }",
    '  production.yaml:2:1 overlay.nodes: an overlay holds only `params`, not "nodes". Change the declaration itself.  [UNKNOWN_FIELD]',
  ],
  [
    "a list as a value",
    "params: { sure: [1] }",
    "  production.yaml:1:17 overlay.params.sure: Invalid input. An overlay is `{ params: { name: value } }`.  [WRONG_VALUE]",
  ],
  [
    "no params",
    "{}",
    "  production.yaml:1:1 overlay.params: a map is missing. An overlay is `{ params: { name: value } }`.  [WRONG_VALUE]",
  ],
])("%s", (_, text, expected) => {
  expect(messageOf(text)).toBe(expected);
});
