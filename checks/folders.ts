/** Runs the import rules of .dependency-cruiser.cjs; fails too when it overlooked a source file, as a broken parser would. */
import { globSync } from "node:fs";
import { cruise, format, type ICruiseResult } from "dependency-cruiser";
import extractOptions from "dependency-cruiser/config-utl/extract-depcruise-options";

const sources = globSync("**/*.ts", { exclude: (path) => /^(node_modules|dist|console|examples)(\/|$)/.test(path) });

const all = await cruised("./.dependency-cruiser.cjs");
const seen = new Set(all.modules.map((module) => module.source));
const overlooked = sources.filter((source) => !seen.has(source));
const dependencies = all.modules.reduce((sum, module) => sum + module.dependencies.length, 0);
if (overlooked.length > 0 || dependencies < sources.length) {
  console.error(`folders: read ${sources.length - overlooked.length} of ${sources.length} files and ${dependencies} imports: too few.`);
  process.exit(1);
}

const values = await cruised("./.dependency-cruiser.values.cjs");
if (!values.folders?.some(({ name }) => name === "language/graph")) {
  console.error("folders: dependency-cruiser reported no folders, so no circle between folders would be found.");
  process.exit(1);
}
for (const result of [all, values]) {
  const report = await format(result, { outputType: "err" });
  console.log(report.output);
  if (report.exitCode > 0) process.exitCode = 1;
}

async function cruised(config: string): Promise<ICruiseResult> {
  const { output } = await cruise(sources, await extractOptions(config));
  if (typeof output === "string") throw new Error(output);
  return output;
}
