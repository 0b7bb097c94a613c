/** Starts vitest in watch mode, changes a file, and wants the tests to run and pass again. */
import { spawn } from "node:child_process";
import { once } from "node:events";

const PATIENCE_MS = 120_000;

/** @throws when the tests do not run a second time, or one of them fails. */
export async function watchOnce(folder: string, change: () => void): Promise<void> {
  const vitest = spawn(process.execPath, ["node_modules/vitest/vitest.mjs", "--watch"], {
    cwd: folder,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const patience = setTimeout(() => vitest.kill(), PATIENCE_MS);
  let said = "";
  let runs = 0;
  vitest.stdout.on("data", (chunk) => {
    said += chunk;
    const ended = said.match(/Waiting for file changes|Tests failed\. Watching/g)?.length ?? 0;
    if (ended === runs) return;
    runs = ended;
    if (runs === 1) change();
    else vitest.kill();
  });
  await once(vitest, "exit");
  clearTimeout(patience);
  if (runs < 2 || /Tests failed/.test(said)) throw new Error(`vitest did not run again and pass when a file had changed:\n${said}`);
}
