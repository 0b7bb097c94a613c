/** `npm run test:live` takes all of what `npm test` takes a sample of. */
export const isLongRun = process.env.LIVE_PATHS !== undefined;

/** All of them in a long run, otherwise the first, the last and one in `every` between them. */
export const sampleOf = <T>(all: readonly T[], every: number): T[] =>
  all.filter((_, index) => isLongRun || index % every === 0 || index === all.length - 1);
