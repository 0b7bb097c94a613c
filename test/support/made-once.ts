/** Something costly that all test files of a run share: the first that asks makes it, the others wait. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const WAIT_MS = 110_000;

/** `make` runs in one process only. Its result is kept as JSON; its failure is everybody's. */
export async function madeOnce<T>(folder: string, name: string, make: () => Promise<T>): Promise<T> {
  const outcome = join(folder, `${name}.json`);
  if (isFirst(join(folder, `${name}.making`))) {
    const result = await make().then(
      (value) => ({ value }),
      (error: Error) => ({ failure: error.message }),
    );
    writeFileSync(`${outcome}.draft`, JSON.stringify(result));
    renameSync(`${outcome}.draft`, outcome);
  }
  for (const start = Date.now(); !existsSync(outcome); await sleep(20)) {
    if (Date.now() - start > WAIT_MS) throw new Error(`"${name}" was not made for the tests within ${WAIT_MS} ms; look into ${folder}.`);
  }
  const { value, failure } = JSON.parse(readFileSync(outcome, "utf8")) as { value: T; failure?: string };
  if (failure !== undefined) throw new Error(failure);
  return value;
}

function isFirst(mark: string): boolean {
  try {
    mkdirSync(mark);
    return true;
  } catch {
    return false;
  }
}
