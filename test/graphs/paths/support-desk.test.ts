import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { supportDesk } from "../../../graphs/support-desk/graph.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { fail, runPath, type Scenario } from "../../../testkit/index.ts";
import { openBank } from "../support-desk/bank.ts";

let bank: Database;
beforeAll(async () => {
  bank = await openBank();
});
afterAll(() => bank.close());

const run = ({ customerId, message, ...rest }: Omit<Scenario, "input"> & { customerId: string; message: string }) =>
  runPath(supportDesk, { input: { customerId, message }, ports: { sql: bank.sql }, ...rest });
const choose = (text: string) => ({ decision: "chosen", form: { text } });
const fraud = "i saw a fraudulent transaction";

describe("a request", () => {
  it("is answered by the desk that it belongs to", async () => {
    expect(await run({ customerId: "C-1001", message: "tell me my credit limit" })).toMatchPath();
  });

  it("is handed over by a desk that it does not belong to", async () => {
    expect(await run({ customerId: "C-1001", message: "how long until my water bill is due" })).toMatchPath();
  });

  it("is asked about when the router is not sure, twice at most", async () => {
    const result = await run({
      customerId: "C-1001",
      message: "is the earth flat",
      answers: { clarify: ["wash windshield", "do laundry"].map((text) => ({ decision: "answered", form: { text } })) },
    });
    expect(result).toMatchPath();
  });

  it("from an unknown customer goes to a person", async () => {
    expect(await run({ customerId: "C-9999", message: "tell me my credit limit" })).toMatchPath();
  });

  it("on the same thread begins at the reception again and remembers what was said", async () => {
    const result = await run({
      customerId: "C-1002",
      message: "tell me my credit limit",
      turns: [{ message: "what's my savings account interest rate" }],
    });
    expect(result).toMatchPath();
    expect(result.state.messages).toHaveLength(4);
    expect(result.state).not.toHaveProperty("candidates");
  });
});

describe("a dispute", () => {
  it("within the limit is paid back without asking", async () => {
    const result = await run({ customerId: "C-1008", message: fraud, answers: { chooseCharge: choose("shell") } });
    expect(result).toMatchPath();
    expect(result.state.receipt).toMatchObject({ amountCents: 3_642 });
  });

  it("over the limit is paid back as the refund lead edits it, never above the charge", async () => {
    const edit = (amountCents: number) => ({ decision: "edit", form: { amountCents } });
    const result = await run({
      customerId: "C-1009",
      message: fraud,
      answers: { chooseCharge: choose("2"), approval: [edit(99_999), edit(2_500)] },
    });
    expect(result).toMatchPath();
    expect(result.state.receipt).toMatchObject({ amountCents: 2_500 });
  });

  it("that is rejected goes back to the agent with the reason, three times at most", async () => {
    const reject = { decision: "reject", form: { reason: "The order was delivered." } };
    const result = await run({
      customerId: "C-1011",
      message: fraud,
      answers: { chooseCharge: choose("1"), approval: [reject, reject, reject] },
    });
    expect(result).toMatchPath();
  });

  it("asks again for a charge that is not in the list, until it gives up", async () => {
    const result = await run({
      customerId: "C-1012",
      message: fraud,
      answers: { chooseCharge: ["what?", "the blue one", "hm"].map(choose) },
    });
    expect(result).toMatchPath();
  });

  it("continues with the statements when the ledger is down, and after retries when it is back", async () => {
    const again = { customerId: "C-1013", message: fraud };
    expect(await run({ ...again, faults: [fail("findCharges", "CORE_BANK_DOWN", { times: 2 })] })).toMatchPath();
    expect(await run({ ...again, faults: [fail("findCharges", "CORE_BANK_DOWN")] })).toMatchPath();
  });

  it("about a charge that was given back before goes to a person", async () => {
    const again = { customerId: "C-1017", message: fraud, answers: { chooseCharge: choose("starbucks") } };
    await run(again);
    expect(await run(again)).toMatchPath();
  });
});
