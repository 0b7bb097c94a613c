/** Compiles and runs examples/entries in a user's project: a library with declarations, and a CommonJS module. */
import { execFileSync, spawnSync } from "node:child_process";

/** Messages about other packages' declarations are not ours to fix. */
const isTheirs = (line: string): boolean => /^(\.\.\/)*node_modules\/(?!signalbox\/)/.test(line);

/** @throws when tsc reports anything in the files or in the package's declarations, or the CommonJS module fails. */
export function compileEntries(folder: string): void {
  for (const project of ["tsconfig.json", "tsconfig.commonjs.json"]) {
    const { stdout, status } = spawnSync(process.execPath, ["../node_modules/typescript/bin/tsc", "-p", project], {
      cwd: folder,
      encoding: "utf8",
    });
    const found = stdout.split("\n").filter((line) => line.includes("error TS"));
    const ours = found.filter((line) => !isTheirs(line));
    if (ours.length > 0 || (status !== 0 && found.length === 0))
      throw new Error(`${project}: tsc exited with ${status}\n${ours.join("\n")}`);
    console.log(`example: ${project} compiles; ${found.length} messages about other packages`);
  }
  execFileSync(process.execPath, ["out/commonjs.cjs"], { cwd: folder, stdio: "inherit" });
}
