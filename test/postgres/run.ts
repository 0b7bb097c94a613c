/** `npm run test:postgres -- 13 18`: the tests of persistence/ on these versions of Postgres, by default on all that are supported. */
import { spawnSync } from "node:child_process";
import { fetchPostgres, type Version, versions } from "./fetch-postgres.ts";

const isVersion = (text: string): text is `${Version}` => text in versions;

const asked = process.argv.slice(2).filter((argument) => /^\d+$/.test(argument));
const wrong = asked.find((version) => !isVersion(version));
if (wrong) throw new Error(`Postgres ${wrong}: expected one of ${Object.keys(versions).join(", ")}`);
const files = process.argv.slice(2).filter((argument) => !/^\d+$/.test(argument));
const failed: string[] = [];
for (const version of asked.length > 0 ? asked : Object.keys(versions)) {
  console.log(`\nPostgres ${version}`);
  const env = { ...process.env, SIGNALBOX_TEST_POSTGRES: fetchPostgres(Number(version) as Version) };
  const { status } = spawnSync("vitest", ["run", ...(files.length > 0 ? files : ["test/persistence"])], { env, stdio: "inherit" });
  if (status !== 0) failed.push(version);
}
if (failed.length > 0) {
  console.error(`\nfailed on Postgres ${failed.join(", ")}`);
  process.exitCode = 1;
}
