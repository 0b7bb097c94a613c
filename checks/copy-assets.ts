/** After tsc: puts the files that our code reads at run time (migrations, YAML) beside it in dist/, and marks the command executable. */
import { chmodSync, copyFileSync, globSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

const assets = globSync(
  "{language,telemetry,draw,inspect,openai,nodes,compile,persistence,runtime,server,testkit,cli}/**/*.{sql,yaml,json}",
);
for (const asset of assets) {
  const target = join("dist", asset);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(asset, target);
}
chmodSync("dist/cli/signalbox.js", 0o755);
console.log(`build: ${assets.length} assets beside the code in dist/`);
