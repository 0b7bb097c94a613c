/** What the comparison of two servers takes for equal, and what it reports. */
import { expect, it } from "vitest";
import type { Exchange } from "../record/exchange.ts";
import type { Transcript } from "../record/transcript.ts";
import { compare } from "./compare.ts";
import { listed, onlyOurs } from "./listed-difference.ts";

const [a, b, c, d] = [1, 2, 3, 4].map((digit) => `0198c2a4-0000-7000-8000-00000000000${digit}`);

const said = (...answers: (object | string)[]): Transcript => ({
  stopped: undefined,
  exchanges: answers.map(
    (answer): Exchange => ({
      ...{ asked: "GET /threads", status: 200, text: typeof answer === "string" ? answer : JSON.stringify(answer) },
      headers: { "content-type": typeof answer === "string" ? "text/event-stream" : "application/json" },
    }),
  ),
});
const between = (theirs: Transcript, ours: Transcript, differences = listed({})) =>
  compare({ scenario: "s", theirs, ours }, differences).unexpected.map(({ path }) => path);

it("takes ids for equal that always stand for the same other one, and times", () => {
  const of = (one: unknown, two: unknown, at: string) =>
    said({ id: one, at, [`of ${two}`]: two }, { id: two, of: `/threads/${one}/runs/${two}` });
  expect(between(of(a, b, "2026-01-01T00:00:00Z"), of(c, d, "2026-11-27T12:34:56.789Z"))).toEqual([]);
  expect(between(said({ id: a, thread: a }), said({ id: c, thread: d }))).toEqual(["body.thread"]);
  expect(between(said({ id: a, other: b }), said({ id: c, other: c }))).toEqual(["body.other"]);
});

it("reports an id of another kind: by time, or not", () => {
  expect(between(said({ id: a }), said({ id: "0198c2a4-0000-4000-8000-000000000001" }))).toEqual(["body.id"]);
});

it("reports each field that is missing, more, or has another value", () => {
  expect(between(said({ same: [1], gone: 1, other: "x" }), said({ same: [1], more: 1, other: "y" }))).toEqual([
    "body.gone",
    "body.more",
    "body.other",
  ]);
});

it("reports a lost event as one difference, and their order as one", () => {
  const event = (name: string, id: number) => `event: ${name}\ndata: {"step":${id}}\nid: ${id}\n\n`;
  const whole = event("values", 0) + event("updates", 1) + event("values", 2);
  expect(between(said(whole), said(event("values", 0) + event("values", 2)))).toEqual(["events.updates", "events.order"]);
  expect(between(said(whole), said(whole))).toEqual([]);
});

it("does not report what is listed, and says which it was", () => {
  const differences = listed({ extra: { reason: "why", at: "body.*.extra", is: onlyOurs } });
  const found = compare({ scenario: "s", theirs: said({ in: { a: 1 } }), ours: said({ in: { a: 1, extra: 2 } }) }, differences);
  expect(found).toEqual({ listed: new Set(["extra"]), unexpected: [] });
  expect(between(said({ in: { extra: 1 } }), said({ in: { extra: 2 } }), differences)).toEqual(["body.in.extra"]);
});
