/** Whether a vitest run is partial: then it does not show what all tests take. */
import type { TestSpecification, Vitest } from "vitest/node";

/** Whether all tests of a file will run, and not only those that a name, a line or a tag chooses. */
export function runsWhole(vitest: Vitest, { testLines, testIds, testNames, testNamePattern, testTagsFilter }: TestSpecification): boolean {
  const { testNamePattern: typed } = vitest.getRootProject().serializedConfig;
  const chosen = [testLines, testIds, testNames, testTagsFilter, vitest.config.tagsFilter].some((list) => list?.length); // newer than vitest 3
  return !chosen && testNamePattern === undefined && typed === undefined;
}

/** All test files of the configuration; undefined for a shard, and when a project is left out. Other filters are seen by what was run. */
export async function allFiles(vitest: Vitest): Promise<readonly TestSpecification[] | undefined> {
  const { shard, project } = vitest.config;
  return shard || project?.length ? undefined : vitest.globTestSpecifications();
}
