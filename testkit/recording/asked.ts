/** Whether somebody asks what paths take, and where it is to be written. The test kit runs without vitest too: vitest is asked in in-vitest.ts. */
import { chosenBy } from "./chosen-by.ts";

/** What the reporter tells the workers. Goes through a structured clone. */
export interface Order {
  /** Where facts are written. */
  readonly folder: string;
  /** Vitest's name of the project. */
  readonly project: string;
  /** Ids of graphs; `*` stands for any characters. */
  readonly graphs: readonly string[];
}

export interface Asked extends Order {
  /** The test file under way. */
  readonly file: string;
  readonly wants: (graph: string) => boolean;
}

type Find = () => (Order & { readonly file: string }) | undefined;

let find: Find = () => undefined;

export function askBy(how: Find): void {
  find = how;
}

export function whoAsks(): Asked | undefined {
  const order = find();
  return order && { ...order, wants: (graph) => chosenBy(order.graphs, graph) };
}
