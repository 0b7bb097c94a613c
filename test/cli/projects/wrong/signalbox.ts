/** A project whose only graph has a mistake: the budget leads to a node that is not there. */
import { compileGraph } from "../../../../compile/compile-graph.ts";
import type { GraphData } from "../../../../language/index.ts";
import { rememberRegistry } from "../../../../language/registry/registry-of.ts";
import { memoryPorts } from "../../../../testkit/memory/memory-ports.ts";
import { desk, orderDesk } from "../../../fixtures/order-desk.ts";

const wrong: GraphData = rememberRegistry({ ...orderDesk, budget: { steps: 40, next: "specialits" } }, desk.registry);
export const graph = compileGraph(wrong, { ports: memoryPorts() });
