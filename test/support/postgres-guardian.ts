/**
 * A process of its own that starts the tests' Postgres and outlives a kill -9 of the test runner just long enough to stop it.
 * Arguments: the run's folder and the runner's pid. Prints one line of JSON, {url} or {failure}, when it is ready.
 */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beginningOf } from "../../persistence/embedded/process-beginning.ts";
import { type PostgresServer, startPostgres } from "./postgres-server.ts";

const [folder = "", runner = ""] = process.argv.slice(2);
const pidFile = join(folder, "guardian.pid");
const runnerBegan = beginningOf(Number(runner));
const runnerLives = () => beginningOf(Number(runner)) === runnerBegan;
let server: PostgresServer | undefined;

async function end(code: number): Promise<never> {
  await server?.stop();
  rmSync(pidFile, { force: true });
  if (!runnerLives()) rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}

process.on("SIGTERM", () => void end(0));
process.on("SIGINT", () => {}); // Ctrl-C reaches the whole terminal: the runner ends first, then tells us
setInterval(() => {
  if (!runnerLives()) void end(0);
}, 500);

try {
  writeFileSync(pidFile, String(process.pid));
  server = await startPostgres(folder);
  console.log(JSON.stringify({ url: server.url }));
} catch (error) {
  console.log(JSON.stringify({ failure: error instanceof Error ? error.message : String(error) }));
  await end(1);
}
