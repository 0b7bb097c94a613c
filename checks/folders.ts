/** Runs the import rules of .dependency-cruiser.cjs; fails too when it overlooked a source file, as a broken parser would. */
import { globSync } from "node:fs";
import { cruise, format } from "dependency-cruiser";
import extractOptions from "dependency-cruiser/config-utl/extract-depcruise-options";

const sources = globSync("**/*.ts", { exclude: (path) => /^(node_modules|dist|console|examples)(\/|$)/.test(path) });
const options = await extractOptions("./.dependency-cruiser.cjs");
const { output } = await cruise(sources, options);
if (typeof output === "string") throw new Error(output);

const seen = new Set(output.modules.map((module) => module.source));
const overlooked = sources.filter((source) => !seen.has(source));
const dependencies = output.modules.reduce((sum, module) => sum + module.dependencies.length, 0);
const report = await format(output, { outputType: "err" });
console.log(report.output);

if (overlooked.length > 0 || dependencies < sources.length) {
  console.error(`folders: read ${sources.length - overlooked.length} of ${sources.length} files and ${dependencies} imports: too few.`);
  process.exit(1);
}
process.exit(report.exitCode > 0 ? 1 : 0);
