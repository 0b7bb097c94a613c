/** The one table of mistakes, fed to both checkers. */
import { constants } from "./constants.ts";
import { dataRouters, dataRoutersAsAWhole } from "./data/routers.ts";
import { setAsAWhole, setMistakes } from "./data/set.ts";
import { dataFlow } from "./data-flow.ts";
import { eachMistakes } from "./each.ts";
import { localMistakes, localsAsAWhole } from "./graphs/local-graphs.ts";
import { subgraphMistakes, subgraphsAsAWhole } from "./graphs/subgraphs.ts";
import { agentLabels, labels } from "./labels.ts";
import type { Mistake } from "./mistake.ts";
import { names } from "./names.ts";
import { fieldsForChannels, optional, sides } from "./optional.ts";
import { parallelAsAWhole, parallelMistakes } from "./parallel.ts";
import { people, sleepMistakes } from "./people.ts";
import { registries, registriesAsAWhole } from "./registries.ts";
import { targets } from "./targets.ts";
import { wholeGraph } from "./whole-graph.ts";

/** Each is refused by tsc (`@ts-expect-error` in the file) and by `validate`. */
export const forBoth: Readonly<Record<string, readonly Mistake[]>> = {
  targets,
  labels,
  "labels of agents": agentLabels,
  "data flow": dataFlow,
  "what may be missing": optional,
  "the side of a schema": sides,
  "fields for channels": fieldsForChannels,
  constants,
  people,
  names,
  each: eachMistakes,
  parallel: parallelMistakes,
  sleeps: sleepMistakes,
  "subgraphs, endings, signals": subgraphMistakes,
  set: setMistakes,
  "routers on data": dataRouters,
  "graphs in the head": localMistakes,
  registries,
};
/** Each needs more than the compiler sees: the whole graph, or a number's range. */
export const forValidate: Readonly<Record<string, readonly Mistake[]>> = {
  "whole graph": [
    ...wholeGraph,
    ...parallelAsAWhole,
    ...setAsAWhole,
    ...dataRoutersAsAWhole,
    ...subgraphsAsAWhole,
    ...localsAsAWhole,
    ...registriesAsAWhole,
  ],
};
