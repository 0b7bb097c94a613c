/** Resolves when the operator wants this process to end. */

/** Listens from the start on, so that a signal during a slow start is obeyed once it is over. A second one ends the process at once. */
export function toldToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  });
}
