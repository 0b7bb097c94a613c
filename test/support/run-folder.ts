/** Vitest's global set-up: one folder for what the test files of a run share (databases), empty until one of them needs it. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TestProject } from "vitest/node";
import { beginningOf } from "../../persistence/process-beginning.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly run: { readonly folder: string; readonly pid: number };
  }
}

export default function setup(project: TestProject): () => Promise<void> {
  // As root a Postgres runs as another user, who must get here: root's own TMPDIR may be closed to it.
  const folder = mkdtempSync(join(process.getuid?.() === 0 ? "/tmp" : tmpdir(), "signalbox-test-"));
  chmodSync(folder, 0o755);
  project.provide("run", { folder, pid: process.pid });
  return async () => {
    await stopGuardian(join(folder, "guardian.pid"));
    rmSync(folder, { recursive: true, force: true });
  };
}

async function stopGuardian(pidFile: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const guardian = Number(readFileSync(pidFile, "utf8"));
  if (beginningOf(guardian) !== undefined) process.kill(guardian, "SIGTERM");
  while (beginningOf(guardian) !== undefined) await sleep(20);
}
