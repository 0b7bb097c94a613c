/** `npm run demo`: boots the server, sends it real requests over HTTP, kills it once, and shows from the tables that everything happened once. */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { describeModel } from "../../openai/chat-models.ts";
import { askPerson } from "./demo/ask-person.ts";
import { cases } from "./demo/cases.ts";
import { type Decision, DeskClient, type OpenQuestion } from "./demo/desk-client.ts";
import { findContradictions } from "./demo/find-contradictions.ts";
import { paint, printCase, printProof, printTable } from "./demo/print.ts";
import { readTables } from "./demo/read-tables.ts";
import { type CaseResult, runCase } from "./demo/run-case.ts";
import { runCrash } from "./demo/run-crash.ts";
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
OPENAI_API_KEY, OPENAI_BASE_URL and SIGNALBOX_MODEL choose a language model; without a key a script replaces it.`;

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
  console.log(paint("dim", "starting the server …"));
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
      `  up again as pid ${crash.server.pid}; its run was seen finished ${Math.round(crash.finishedAfterMs)} ms after the process began`,
    ),
  );
  show(crash.result);
  return { results, killed: crash.result.thread, edited: threadWith(results, "approval:edit") };
}

const decideApproval = async (question: OpenQuestion): Promise<Decision> =>
  interactive ? askPerson(question, interrupted.signal) : { decision: "approve", by: "the demo", roles: ["refund-lead"] };

const threadWith = (results: readonly CaseResult[], step: string): string =>
  results.find(({ turns }) => turns.some(({ expected }) => expected.includes(step)))?.thread ?? "";

/** Resolves to whether every check passed. */
async function demo(): Promise<boolean> {
  console.log(`${paint("bold", "Signalbox demo")}: a bank's support desk on real requests`);
  console.log(paint("dim", `model: ${describeModel(process.env)}; embedded database in ${dataFolder}`));
  const { results, killed, edited } = await playAll();
  await server?.stop();
  printTable(results);
  const tables = await readTables(dataFolder, { killed, edited });
  printProof(tables);
  const contradictions = findContradictions(results, tables);
  for (const line of contradictions) console.log(paint("red", `✗ ${line}`));
  if (contradictions.length > 0) return false;
  console.log(paint("green", `✓ all ${results.length} requests took the expected path, and the tables agree`));
  return true;
}

async function stayUp(): Promise<void> {
  const { url } = await boot();
  console.log(`\nThe server stays up: ${paint("bold", url)}   inbox: ${url}/interrupts?status=pending   Ctrl+C ends it`);
  await interruption;
}

const interruption = once(interrupted.signal, "abort");
let fine: boolean | undefined;
try {
  fine = await Promise.race([demo(), interruption.then(() => undefined)]);
  if (interactive && fine !== undefined) await stayUp();
} catch (error) {
  if (!interrupted.signal.aborted) console.error(paint("red", `demo: ${error instanceof Error ? error.message : String(error)}`));
} finally {
  await server?.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}
process.exit(fine ? 0 : fine === undefined && interrupted.signal.aborted ? 130 : 1);
