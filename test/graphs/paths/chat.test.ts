import type { BaseMessage } from "@langchain/core/messages";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { chat } from "../../../graphs/chat/graph.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { type PathResult, runPath, type Scenario } from "../../../testkit/index.ts";
import { openTables } from "./open-tables.ts";

let tables: Database;
beforeAll(async () => {
  tables = await openTables("chat");
});
afterAll(() => tables.close());
beforeEach(() => tables.sql.query("delete from concierge.bookings"));

const say = (content: string) => ({ messages: [{ role: "user", content }] });
const run = (first: string, rest: Omit<Scenario, "input"> = {}) =>
  runPath(chat, { input: say(first), ports: { sql: tables.sql }, ...rest });
const talk = ({ state }: PathResult) => (state.messages as BaseMessage[]).map(({ type, text }) => `${type}: ${text}`);
const decide = (decision: object) => ({ approvals: { concierge: [{ decisions: [decision] }] } }) as Omit<Scenario, "input">;
const booking = "Basil on 2026-12-24 for 2, please";

describe("the concierge", () => {
  it("answers, and goes on with the next message", async () => {
    const result = await run("Hello!", { turns: [say("What do you know?")] });
    expect(result.path).toEqual(["turn 1:", "concierge -next-> end", "turn 2:", "concierge -next-> end"]);
    expect(talk(result).filter((line) => line.startsWith("ai: I book tables at Anchor, Basil, Cedar."))).toHaveLength(2);
  });

  it("asks before it books", async () => {
    const { waitsAt, approves } = await run(booking);
    expect(waitsAt).toBe("concierge");
    expect(approves?.actionRequests).toMatchObject([{ name: "bookTable", args: { restaurant: "Basil", day: "2026-12-24", people: 2 } }]);
    expect(await tables.sql.query("select 1 from concierge.bookings")).toEqual([]);
  });

  it("books once the guest approves, and keeps the call in the conversation", async () => {
    const result = await run(booking, decide({ type: "approve" }));
    expect(talk(result)).toEqual([
      `human: ${booking}`,
      "ai: I will book that for you.",
      'tool: {"reference":"Basil-2026-12-24"}',
      "ai: Your table is booked. The reference is Basil-2026-12-24. Enjoy your evening!",
    ]);
    expect(await tables.sql.query("select people from concierge.bookings")).toEqual([{ people: 2 }]);
  });

  it("books what the guest has changed", async () => {
    const args = { restaurant: "Cedar", day: "2026-12-24", people: 4 };
    await run(booking, decide({ type: "edit", editedAction: { name: "bookTable", args } }));
    expect(await tables.sql.query("select restaurant, people from concierge.bookings")).toEqual([{ restaurant: "Cedar", people: 4 }]);
  });

  it("books nothing that is refused", async () => {
    const result = await run(booking, decide({ type: "reject", message: "too early" }));
    expect(talk(result).at(-1)).toBe("ai: I did not book it: too early");
    expect(await tables.sql.query("select 1 from concierge.bookings")).toEqual([]);
  });

  it("apologises when its model fails", async () => {
    const failed = await run("Hello!", { agents: { concierge: () => Promise.reject(new Error("no model")) } });
    expect(failed.path).toEqual(["concierge -error-> apologise", "apologise -said-> end"]);
    expect(talk(failed).at(-1)).toBe("ai: I am sorry, that did not work. Please ask again.");
  });
});
