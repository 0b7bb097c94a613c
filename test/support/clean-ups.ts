/** What the tests of a file have opened is closed after it, the last first. */

const cleanUps: (() => unknown)[] = [];

export function afterThisFile(cleanUp: () => unknown): void {
  cleanUps.push(cleanUp);
}

export async function cleanUpFile(): Promise<void> {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
}
