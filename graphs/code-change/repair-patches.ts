/** Repairs patches by rule: what was renamed in one file is renamed where it is still imported or written about. */
import type { Problem } from "./check-files.ts";
import { type Patch, patchesTo, type Repo } from "./repo.ts";
import { type Change, changeText } from "./step.ts";

type Files = Repo["files"];

/** Without a matching rule a patch stays as it is, and the checks report it again. */
export function repairPatches(base: Files, files: Files, problems: readonly Problem[]): Patch[] {
  const repaired = { ...files };
  for (const { file, missing } of problems) {
    const change = missing === undefined ? undefined : renameOf(missing, base, files);
    if (change) repaired[file] = changeText(repaired[file] ?? "", [change]);
  }
  return patchesTo(base, repaired);
}

const exportLine = /^export\s+(?:async\s+)?(?:function|const|class|interface|type)\s+([A-Za-z_$][\w$]*)/;
const exportsOf = (text = ""): (string | undefined)[] => text.split("\n").map((line) => exportLine.exec(line)?.[1]);

/** What the exported `name` is called now: the name on the same line of the patched file. */
function renameOf(name: string, base: Files, files: Files): Change | undefined {
  const file = Object.keys(base).find((candidate) => exportsOf(base[candidate]).includes(name));
  if (file === undefined) return undefined;
  const put = exportsOf(files[file])[exportsOf(base[file]).indexOf(name)];
  return put === undefined || put === name ? undefined : { find: name, put, wholeWord: true };
}
