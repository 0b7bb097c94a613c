/** What the process answers to a script that called it. */
export const exitCodes = {
  fine: 0,
  /** A graph has errors, less of it is tested than wanted, or the server could not start. */
  wrong: 1,
  /** The command line was not understood, or names a file or graph that does not exist. */
  usage: 2,
} as const;
