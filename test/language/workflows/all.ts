/** Every workflow of this folder, and the design's own example. */
import { supportDesk } from "../design-example.ts";
import { batchGraph, invoiceGraph } from "./batch.ts";
import { claimGraph } from "./claim.ts";
import { codeGraph } from "./code-change.ts";
import { peersGraph } from "./peers.ts";
import { researchGraph, workerGraph } from "./research.ts";

export const workflows = { supportDesk, claimGraph, researchGraph, workerGraph, codeGraph, peersGraph, batchGraph, invoiceGraph };
