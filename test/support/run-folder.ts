/** Vitest's global set-up: one folder for what the test files of a run share (databases), empty until one of them needs it. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TestProject } from "vitest/node";
import { beginningOf } from "../../persistence/embedded/process-beginning.ts";
import { dropPostgresDatabase } from "./postgres-database.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly run: { readonly folder: string; readonly pid: number };
  }
}

export default function setup(project: TestProject): () => Promise<void> {
  // As root a Postgres runs as another user, who must get here: root's own TMPDIR may be closed to it.
  const parent = process.getuid?.() === 0 ? "/tmp" : tmpdir();
  sweep(parent);
  const folder = mkdtempSync(join(parent, `signalbox-test-${process.pid}-`));
  chmodSync(folder, 0o755);
  project.provide("run", { folder, pid: process.pid });
  return async () => {
    await dropTemplate(join(folder, "shared-postgres.json"));
    await stopGuardian(join(folder, "guardian.pid"));
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Removes what runs left behind that were killed; their guardians have stopped the servers by themselves. */
function sweep(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = /^signalbox-test-(\d+)-/.exec(name)?.[1];
    if (!pid || beginningOf(Number(pid)) !== undefined) continue;
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch {
      // Another user's: that user's next run removes it.
    }
  }
}

/** On a server that was given it would stay behind. */
async function dropTemplate(made: string): Promise<void> {
  if (!existsSync(made)) return;
  const { value } = JSON.parse(readFileSync(made, "utf8")) as { value?: { url: string; template: string } };
  if (value) await dropPostgresDatabase(value.url, value.template);
}

async function stopGuardian(pidFile: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const guardian = Number(readFileSync(pidFile, "utf8"));
  if (beginningOf(guardian) !== undefined) process.kill(guardian, "SIGTERM");
  while (beginningOf(guardian) !== undefined) await sleep(20);
}
