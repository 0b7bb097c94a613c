/** `npm run demo`: boots the server, sends it real requests over HTTP, kills it once, and shows from the tables that everything happened once. */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { describeModel } from "../../nodes/chat-models.ts";
import { askPerson } from "./demo/ask-person.ts";
import { cases } from "./demo/cases.ts";
import { type Decision, DeskClient, type OpenQuestion } from "./demo/desk-client.ts";
import { paint, printCase, printProof, printTable } from "./demo/print.ts";
import { readTables, type Tables } from "./demo/read-tables.ts";
import { type CaseResult, runCase } from "./demo/run-case.ts";
import { killedIn, runCrash } from "./demo/run-crash.ts";
import { runPersonsCase } from "./demo/run-persons-case.ts";
import { type ServerProcess, startServer } from "./demo/server-process.ts";

const help = `npm run demo [-- --yes]

Boots the support desk's server on a free port with an embedded database in a temporary folder, sends it
${cases.length + 2} requests of real customers through @langchain/langgraph-sdk, kills it with -9 inside a node, starts it
again, and prints each request's path, a table, and what the database's tables say.
On a terminal you decide one approval, and the server stays up until Ctrl+C.

  --yes    decide the approval by itself and end, as it does without a terminal
  --help   this text

Exit code: 0 when every path was the expected one and the tables agree, else 1.
OPENAI_API_KEY, OPENAI_BASE_URL and SIGNALBOX_MODEL choose a language model; without a key a script stands in.`;

const { values: options } = parseArgs({ options: { yes: { type: "boolean" }, help: { type: "boolean" } } });
if (options.help) {
  console.log(help);
  process.exit(0);
}

const interactive = !options.yes && process.stdin.isTTY === true && process.stdout.isTTY === true;
const interrupted = new AbortController();
process.once("SIGINT", () => interrupted.abort());
process.once("SIGTERM", () => interrupted.abort());
const dataFolder = mkdtempSync(join(tmpdir(), "signalbox-demo-"));
let server: ServerProcess | undefined;

async function boot(): Promise<ServerProcess> {
  server = await startServer(dataFolder);
  console.log(paint("dim", `server: ${server.url}, pid ${server.pid}, up after ${Math.round(server.startedInMs)} ms`));
  return server;
}

async function playAll(): Promise<{ results: CaseResult[]; killed: string; edited: string }> {
  const desk = new DeskClient((await boot()).url);
  const results: CaseResult[] = [];
  const show = (result: CaseResult) => printCase(result, results.push(result));
  for (const one of cases) {
    interrupted.signal.throwIfAborted();
    show(await runCase(desk, one));
  }
  show(await runPersonsCase(desk, decideApproval));
  console.log();
  const crash = await runCrash(server as ServerProcess, dataFolder, (line) => console.log(paint("magenta", `☠ ${line}`)));
  server = crash.server;
  console.log(
    paint(
      "magenta",
      `  up again as pid ${crash.server.pid}; the run was finished ${Math.round(crash.finishedAfterMs)} ms after its first answer`,
    ),
  );
  show(crash.result);
  return { results, killed: crash.result.thread, edited: threadWith(results, "approval:edit") };
}

const decideApproval = async (question: OpenQuestion): Promise<Decision> =>
  interactive ? askPerson(question, interrupted.signal) : { decision: "approve", by: "the demo" };

const threadWith = (results: readonly CaseResult[], step: string): string =>
  results.find(({ turns }) => turns.some(({ expected }) => expected.includes(step)))?.thread ?? "";

/** What must be true of the tables; each line that is not. */
function contradictions(tables: Tables): string[] {
  const again = tables.starts.filter(({ node, started }) => started !== (node === killedIn ? 2 : 1));
  return [
    ...again.map(({ node, started }) => `node ${node} of the killed run began ${started} times`),
    ...(tables.refunds.length === 1 && tables.letters === 1 ? [] : ["the killed run has not exactly one refund and one letter"]),
    ...(tables.editedCents.join() === "2500" ? [] : ["the edited amount is not what was booked"]),
    ...(tables.bookedTwice === 0 ? [] : ["a charge was given back twice"]),
  ];
}

async function demo(): Promise<number> {
  console.log(`${paint("bold", "Signalbox demo")}: a bank's support desk on real requests`);
  console.log(paint("dim", `model: ${describeModel(process.env)}; embedded database in ${dataFolder}`));
  const { results, killed, edited } = await playAll();
  await server?.stop();
  printTable(results);
  const tables = await readTables(dataFolder, { killed, edited });
  printProof(tables);
  const wrong = [
    ...results.filter(({ turns }) => turns.some(({ asExpected }) => !asExpected)).map(({ shows }) => `another path: ${shows}`),
    ...contradictions(tables),
  ];
  for (const line of wrong) console.log(paint("red", `✗ ${line}`));
  if (wrong.length === 0) console.log(paint("green", `✓ all ${results.length} requests took the expected path, and the tables agree`));
  if (interactive) await stayUp();
  return wrong.length === 0 ? 0 : 1;
}

async function stayUp(): Promise<void> {
  const { url } = await boot();
  console.log(`\nThe server stays up: ${paint("bold", url)}   inbox: ${url}/interrupts?status=pending   Ctrl+C ends it`);
  if (!interrupted.signal.aborted) await once(interrupted.signal, "abort");
}

try {
  process.exitCode = await demo();
} catch (error) {
  if (!interrupted.signal.aborted) console.error(paint("red", `demo: ${error instanceof Error ? error.message : String(error)}`));
  process.exitCode = interrupted.signal.aborted ? 130 : 1;
} finally {
  await server?.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}
