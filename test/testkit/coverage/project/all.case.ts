import { testGraph } from "../../../../testkit/index.ts";
import { refunds } from "./refunds.ts";

testGraph(refunds);
