import { afterAll, beforeAll, expect, it } from "vitest";
import { cases, crashCase, personsCase } from "../../../graphs/support-desk/demo/cases.ts";
import { examplesOf } from "../../../graphs/support-desk/examples.ts";
import { supportDesk } from "../../../graphs/support-desk/graph.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { runPath } from "../../../testkit/index.ts";
import { openBank } from "./bank.ts";

let bank: Database;
beforeAll(async () => {
  bank = await openBank();
});
afterAll(() => bank.close());

const inDemo = new Set(
  [...cases, personsCase, crashCase].flatMap(({ turns }) =>
    turns.flatMap(({ acts }) => acts.flatMap((act) => ("says" in act ? [act.says] : []))),
  ),
);
const unused = examplesOf("test").filter(({ text }) => !inDemo.has(text));
/** One request of each of the 30 intents, then 20 out of scope; never the first, which a reader would try. */
const intents = [...new Set(unused.map(({ intent }) => intent))].filter((intent) => intent !== "oos");
const requests = [
  ...intents.flatMap((intent) => unused.filter((example) => example.intent === intent).slice(7, 8)),
  ...unused.filter(({ intent }) => intent === "oos").filter((_, at) => at % 50 === 25),
].map(({ text }) => text);

it("takes 50 requests that the demo does not send", () => {
  expect(new Set(requests).size).toBe(50);
});

it.each(requests)("ends or waits at a declared node: %s", async (message) => {
  const customerId = `C-${1001 + (requests.indexOf(message) % 30)}`;
  const { path, steps, waitsAt, error, state } = await runPath(supportDesk, { input: { customerId, message }, ports: { sql: bank.sql } });
  expect(error, path.join("\n")).toBeUndefined();
  expect(steps.every(({ node }) => node in supportDesk.nodes)).toBe(true);
  if (waitsAt === undefined) {
    expect(steps.at(-1)).toMatchObject({ node: "tell", target: "end" });
    expect(state.reply).toEqual(expect.stringMatching(/./));
  } else expect(supportDesk.nodes[waitsAt]?.kind, path.join("\n")).toBe("interrupt");
  expect(waitsAt, path.join("\n")).not.toBe("specialist");
});
