/** One test for each edge that the graph declares, written by the test kit. */
import { testGraph } from "signalbox/testkit";
import { refundDesk } from "../graph/refund-desk.ts";

testGraph(refundDesk);
