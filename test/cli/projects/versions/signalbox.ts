/** The refund desk as a later deploy has it: another name for its approval, and another form. */
import { compileGraph } from "../../../../compile/compile-graph.ts";
import { memoryPorts } from "../../../../testkit/memory/memory-ports.ts";
import { deploys } from "../../../fixtures/refund-desk.ts";

export const desk = compileGraph(deploys.replaced(), { ports: memoryPorts() });
