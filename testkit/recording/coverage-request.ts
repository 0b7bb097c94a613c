/** Whether paths are to be recorded, and where. The test kit runs without vitest too: in-vitest.ts provides the request where there is one. */

/** What the reporter gives the workers. Goes through a structured clone. */
export interface CoverageSettings {
  /** Where facts are written. */
  readonly folder: string;
  /** Vitest's name of the project. */
  readonly project: string;
  /** Ids of graphs; `*` stands for any characters. */
  readonly graphs: readonly string[];
}

export interface CoverageRequest extends CoverageSettings {
  /** The test file that is running. */
  readonly file: string;
  readonly includes: (graph: string) => boolean;
}

type Find = () => (CoverageSettings & { readonly file: string }) | undefined;

let find: Find = () => undefined;

/** Returns the provider before. */
export function provideCoverageRequest(provider: Find): Find {
  const before = find;
  find = provider;
  return before;
}

/** Undefined when no reporter records this run. */
export function coverageRequest(): CoverageRequest | undefined {
  const found = find();
  return found && { ...found, includes: (graph) => found.graphs.some((id) => patternOf(id).test(graph)) };
}

/** An id without a star names one graph: that one must have been run. */
export const namesOneGraph = (id: string): boolean => !id.includes("*");

function patternOf(id: string): RegExp {
  const parts = id.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}
