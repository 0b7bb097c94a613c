/** The version before a step's statements became one: its sources in a git worktree, measured in the same rounds. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./server.ts";

/** The parent of the commit that introduced group commit. */
export const BEFORE = "7d86a0d";

export interface Version {
  readonly root: string;
  remove(): void;
}

/** Undefined where the repository does not have it, as in a shallow clone. */
export function checkOutBefore(): Version | undefined {
  const root = join(mkdtempSync(join(tmpdir(), "signalbox-before-")), "tree");
  const git = (...args: string[]) => execFileSync("git", args, { cwd: ROOT, stdio: "ignore" });
  try {
    git("worktree", "add", "--detach", root, BEFORE);
  } catch {
    return undefined;
  }
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"), "dir");
  cpSync(join(ROOT, "bench/graphs"), join(root, "bench/graphs"), { recursive: true });
  return {
    root,
    remove() {
      if (existsSync(root)) git("worktree", "remove", "--force", root);
      rmSync(join(root, ".."), { recursive: true, force: true });
    },
  };
}
