/** An earlier commit of this repository in a git worktree, to be measured in the same rounds as the working tree. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./server.ts";

export interface Version {
  readonly root: string;
  remove(): void;
}

/** With the packages of the working tree. Undefined where the repository does not have the commit, as in a shallow clone. */
export function checkOut(commit: string): Version | undefined {
  const root = join(mkdtempSync(join(tmpdir(), "signalbox-before-")), "tree");
  const git = (...args: string[]) => execFileSync("git", args, { cwd: ROOT, stdio: "ignore" });
  try {
    git("worktree", "add", "--detach", root, commit);
  } catch {
    return undefined;
  }
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"), "dir");
  return {
    root,
    remove() {
      if (existsSync(root)) git("worktree", "remove", "--force", root);
      rmSync(join(root, ".."), { recursive: true, force: true });
    },
  };
}
