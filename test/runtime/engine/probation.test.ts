/** One suspect at a time is on probation, until it has lived for a while, got further, or ended. */
import { expect, it } from "vitest";
import { Probation } from "../../../runtime/engine/probation.ts";
import { freshPostgres, opened } from "../../support/databases.ts";

const log = { info() {}, warn() {}, error() {} };

async function probationOf(run: string, deaths: number) {
  const database = await opened(await freshPostgres());
  const isFree = Promise.withResolvers<void>();
  const probation = new Probation({ database, log }, () => isFree.resolve());
  expect(probation.claim(run)).toEqual({ mayTakeSuspect: true, mayTakeAccused: true });
  probation.begin(run, deaths);
  expect(probation.claim("another")).toEqual({ mayTakeSuspect: false, mayTakeAccused: false });
  return { probation, isFree: isFree.promise };
}

it("ends as soon as the run has got further: the next suspect need not wait for the time", async () => {
  const { probation, isFree } = await probationOf("a", 3);
  probation.end("a");
  await isFree;
  expect(probation.claim("b")).toEqual({ mayTakeSuspect: true, mayTakeAccused: true });
});

it("ends after its time; an accused run still does not begin beside the suspect, which may be the cause", async () => {
  const { probation, isFree } = await probationOf("a", 1);
  await isFree;
  expect(probation.claim("b")).toEqual({ mayTakeSuspect: true, mayTakeAccused: false });
});
