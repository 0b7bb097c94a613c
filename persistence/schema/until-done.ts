/** A statement that returns rows has changed a part of a large table: it is repeated until it returns none. */
export async function untilDone(run: () => Promise<readonly unknown[]>): Promise<void> {
  while ((await run()).length > 0);
}
