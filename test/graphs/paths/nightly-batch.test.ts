import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nightlyBatch } from "../../../graphs/nightly-batch/graph.ts";
import { invoiceGraph } from "../../../graphs/nightly-batch/invoice/graph.ts";
import { type Invoice, type Result, totalOf } from "../../../graphs/nightly-batch/invoice.ts";
import { invoicesOf } from "../../../graphs/nightly-batch/make-day.ts";
import { differencesOf } from "../../../graphs/nightly-batch/match-invoice.ts";
import type { Sql } from "../../../language/index.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { type PathResult, runPath, type Scenario } from "../../../testkit/index.ts";
import { isLongRun } from "../../support/long-run.ts";
import { openTables } from "./open-tables.ts";

let tables: Database;
beforeAll(async () => {
  tables = await openTables("nightly-batch");
});
afterAll(() => tables.close());

/** Of this day's first 40 invoices only number 28 differs from its order: its sum is wrong. */
const day = "2026-11-20";
const wrongAt = 28;
const run = (count: number, rest: Omit<Scenario, "input"> = {}) =>
  runPath(nightlyBatch, { input: { day }, params: { invoicesADay: count }, ports: { sql: tables.sql }, ...rest });
const openIn = ({ state }: PathResult) => state.open as { invoice: Invoice; why: string }[];
const again = (...invoices: Invoice[]) => ({ decision: "again", form: { invoices } });
const corrected = (invoice: Invoice): Invoice => ({ ...invoice, totalCents: totalOf(invoice) });

const booked = () => tables.sql.query<{ invoice_id: string }>(`select invoice_id from nightly.ledger order by entry`);
const clear = () => tables.sql.query(`delete from nightly.ledger`);

describe("a night", () => {
  it("books invoices that fit their order and puts the rest on the work list", async () => {
    await clear();
    const result = await run(40);
    expect(result.path).toEqual(["load -next-> all", "all -next-> sumUp", "sumUp -open-> workList", "waits at workList"]);
    const results = result.state.results as Result[];
    expect(results.map(({ id }) => id)).toEqual(invoicesOf(day, 40).map(({ id }) => id));
    expect(results.findIndex(({ status }) => status === "disputed")).toBe(wrongAt);
    expect(openIn(result)).toMatchObject([{ invoice: { id: "I-2026-11-20/00028" }, why: expect.stringContaining("its own sum") }]);
    expect(result.state.booked).toMatchObject({ invoices: 39 });
    expect(await booked()).toHaveLength(39);
  });

  it("continues with the invoices that a person corrected", async () => {
    await clear();
    const [wrong] = invoicesOf(day, 40).slice(wrongAt);
    const result = await run(40, { answers: { workList: again(corrected(wrong as Invoice)) } });
    expect(result.path.slice(2)).toEqual(["sumUp -open-> workList", "workList -again-> all", "all -next-> sumUp", "sumUp -clean-> end"]);
    expect(result.state.booked).toMatchObject({ invoices: 40 });
    expect(await booked()).toHaveLength(40);
  });

  it("ends when the person leaves the rest, or after five rounds of the same mistake", async () => {
    await clear();
    const done = await run(40, { answers: { workList: "done" } });
    expect(done.path.at(-1)).toBe("workList -done-> end");
    const wrong = openIn(done)[0]?.invoice as Invoice;
    const stubborn = await run(40, { answers: { workList: Array.from({ length: 5 }, () => again(wrong)) } });
    expect(stubborn.path.filter((line) => line.startsWith("workList"))).toEqual([
      ...Array.from({ length: 5 }, () => "workList -again-> all"),
      "workList -exhausted-> end",
    ]);
  });

  // Fails as long as an empty list leaves the channels that it should collect into unwritten.
  it("without an invoice has nothing to do", async () => {
    expect((await run(0)).path).toEqual(["load -next-> all", "all -next-> sumUp", "sumUp -clean-> end"]);
  });

  it("books no invoice twice", async () => {
    await clear();
    await run(10);
    const second = await run(10);
    expect(second.state.booked).toMatchObject({ invoices: 0 });
    expect(openIn(second).map(({ why }) => why)).toEqual(Array.from({ length: 10 }, () => expect.stringContaining("was booked before")));
    expect(await booked()).toHaveLength(10);
  });
});

describe("one invoice, on its thread", () => {
  const [fitting, other] = invoicesOf(day, 2) as [Invoice, Invoice];
  const path = async (invoice: Invoice) => (await runPath(invoiceGraph, { input: { invoice }, ports: { sql: tables.sql } })).path;

  it("is booked when it fits, disputed when it does not, and noted when it was booked before", async () => {
    await clear();
    expect(await path(fitting)).toEqual(["compare -matched-> enter", "enter -next-> end:booked"]);
    expect(await path({ ...other, quantity: 1_000 })).toEqual(["compare -disputed-> end:disputed"]);
    expect(await path(fitting)).toEqual([
      "compare -matched-> enter",
      "enter -error:ALREADY_BOOKED-> duplicate",
      "duplicate -noted-> end:disputed",
    ]);
  });
});

describe("an invoice that breaks", () => {
  it("stops no other: it is on the work list with its error, and succeeds when tried again", async () => {
    await clear();
    const [, , third] = invoicesOf(day, 5) as [Invoice, Invoice, Invoice];
    let refusals = 1;
    const query: Sql["query"] = async (text, values) => {
      if (values?.includes(third.id) && refusals-- > 0) throw new Error("the ledger is locked");
      return tables.sql.query(text, values);
    };
    const result = await run(5, { ports: { sql: { query } }, answers: { workList: again(third) } });
    expect(result.path).toEqual([
      "load -next-> all",
      "all -failures-> sumUpBroken",
      "sumUpBroken -open-> workList",
      "workList -again-> all",
      "all -next-> sumUp",
      "sumUp -clean-> end",
    ]);
    expect(result.state.failed).toMatchObject([{ index: 2, item: third, error: expect.stringContaining("the ledger is locked") }]);
    expect(result.state.booked).toMatchObject({ invoices: 5 });
    expect(await booked()).toHaveLength(5);
  });
});

/** A whole night is part of `npm run test:live`; it takes a minute. */
const wholeNight = isLongRun ? 5_000 : 500;

it("books all invoices of a night, each once", async () => {
  await clear();
  const invoices = invoicesOf(day, wholeNight);
  const fitting = invoices.filter((invoice) => differencesOf(invoice, 1).length === 0);
  const different = new Set(fitting.map(({ supplier, number }) => `${supplier} ${number}`)).size;
  const result = await run(wholeNight);
  expect(result.waitsAt).toBe("workList");
  expect(result.state.booked).toMatchObject({ invoices: different });
  expect(openIn(result)).toHaveLength(wholeNight - different);
  expect(await booked()).toHaveLength(different);
}, 600_000);
