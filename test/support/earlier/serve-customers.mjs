/**
 * Runs in the process of an earlier program, which is in the folder of the first argument, on the database of the second. Not TypeScript: what it
 * imports is that program's. Each lane serves one customer after another: a refund is asked for, approved and paid.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

const [folder, url, options] = process.argv.slice(2);
const { lanes, known, strangers } = JSON.parse(options);
const load = (path) => import(pathToFileURL(join(folder, path)).href);
/** The first that this version has. */
const firstOf = (...paths) => load(paths.find((path) => existsSync(join(folder, path))));

const { openDatabase } = await firstOf("persistence/open-database.ts", "persistence/connection/open-database.ts");
const { deskOn } = await load("test/fixtures/desk.ts");
const database = await openDatabase({ url });
const { runtime } = await deskOn(database);

let isStopped = false;
process.on("message", () => {
  isStopped = true;
});
const threads = await Promise.all(Array.from({ length: lanes }, () => Promise.all(known.map(beginThread))));
for (const tenant of known) {
  const { thread_id } = await ask(tenant, await beginThread(tenant), "left open");
  process.send({ thread: thread_id, tenant, isOpen: true });
}
process.send("ready");
await Promise.all(threads.map(serveAll));
await runtime.stop();
await database.close();
process.disconnect();

async function serveAll(own) {
  for (let count = 0; !isStopped; count++) {
    const isKnown = known.length > 0 && (strangers.length === 0 || count % 2 === 0);
    const whose = isKnown ? known : strangers;
    const place = Math.floor(isKnown ? count / 2 : (count - 1) / 2) % whose.length;
    const customer = { thread: isKnown ? own[place] : "", tenant: whose[place] };
    try {
      customer.thread ||= await beginThread(customer.tenant);
      // as many letters as no other turn of the thread has: the price
      await serve(customer, "x".repeat(1 + count));
    } catch (error) {
      customer.error = error instanceof Error ? `${error.code ?? ""} ${error.message}` : String(error);
    }
    process.send(customer);
    await sleep(20);
  }
}

async function beginThread(tenant) {
  return (await (await runtimeOf(tenant)).threads.create({})).thread_id;
}

async function ask(tenant, thread, message) {
  const { runs, interrupts } = await runtimeOf(tenant);
  const run = await runs.create(thread, { assistant_id: "refund-desk", input: { message }, tenant: tenant ?? undefined });
  await runs.join(thread, run.run_id);
  return (await interrupts.list({ thread_id: thread, status: "pending", limit: 1, offset: 0 })).items[0];
}

async function serve(customer, message) {
  const { threads, runs, interrupts } = await runtimeOf(customer.tenant);
  const { id } = await ask(customer.tenant, customer.thread, message);
  const decided = await interrupts.decide({ id, decision: "approve", by: "lead", roles: ["lead"] });
  await runs.join(customer.thread, decided.resume_run_id);
  const { values } = await threads.get(customer.thread);
  if (values?.receipt !== `paid ${message.length}`) customer.error = `its state is ${JSON.stringify(values)}`;
}

/** Versions that keep tenants apart act as somebody; earlier ones take the tenant from the request. */
async function runtimeOf(tenant) {
  if (!runtime.as || tenant === null) return runtime;
  const { localCaller } = await load("runtime/identity/caller.ts");
  return runtime.as(localCaller("test", tenant));
}
