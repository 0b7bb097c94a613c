/**
 * `npm run test:soak [-- threads]`: 2 servers and 4 workers on one Postgres answer many customers while processes are killed and frozen
 * and Postgres restarts. At the end every thread must have finished, and the bank's books, the decisions and the effects must agree.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startPostgres } from "../support/postgres-server.ts";
import { Chaos } from "./chaos.ts";
import { countContradictions } from "./count-contradictions.ts";
import { type Customer, makeCustomers, serve } from "./customers.ts";
import { Fleet } from "./fleet.ts";

const CUSTOMERS_AT_ONCE = 24;
const PROGRESS_EVERY_MS = 30_000;

const { positionals } = parseArgs({ allowPositionals: true });
const count = Number(positionals[0] ?? 2_000);
const folder = mkdtempSync(join(tmpdir(), "signalbox-soak-"));
const postgres = await startPostgres(folder);
const fleet = new Fleet(postgres.url);
await fleet.start();
const customers = await makeCustomers(postgres.url, count);
console.log(`${count} customers, ${fleet.servers.length} servers, ${fleet.workers.length} workers`);

const began = performance.now();
const chaos = new Chaos(fleet, postgres);
const waiting = [...customers];
let served = 0;
const progress = setInterval(
  () => console.log(`${Math.round((performance.now() - began) / 1_000)} s: ${served} of ${count} served; ${chaos.summary()}`),
  PROGRESS_EVERY_MS,
);
chaos.start();
await Promise.all(Array.from({ length: CUSTOMERS_AT_ONCE }, serveOneAfterTheOther));
await chaos.stop();
clearInterval(progress);
await sleep(2_000);
const contradictions = await countContradictions(postgres.url, customers);
const exits = await fleet.stop();
await postgres.stop();
rmSync(folder, { recursive: true, force: true });

const seconds = Math.round((performance.now() - began) / 1_000);
console.log(`${served} of ${count} threads finished in ${seconds} s through ${chaos.summary()}`);
for (const [what, number] of Object.entries(contradictions)) console.log(`${number === 0 ? "✓" : "✗"} ${what}: ${number}`);
console.log(`${exits === 0 ? "✓" : "✗"} processes that did not exit cleanly on SIGTERM: ${exits}`);
process.exitCode = Object.values(contradictions).every((number) => number === 0) && exits === 0 && served === count ? 0 : 1;

async function serveOneAfterTheOther(): Promise<void> {
  for (let customer: Customer | undefined = waiting.shift(); customer; customer = waiting.shift()) {
    await serve(fleet, customer);
    served++;
  }
}
