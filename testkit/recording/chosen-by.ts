/** Whether a list of graph ids chooses a graph; `*` in an id stands for any characters. */

export const chosenBy = (ids: readonly string[], graph: string): boolean => ids.some((id) => patternOf(id).test(graph));

/** An id without a star names one graph: that one must have been run. */
export const namesOne = (id: string): boolean => !id.includes("*");

function patternOf(id: string): RegExp {
  const parts = id.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}
