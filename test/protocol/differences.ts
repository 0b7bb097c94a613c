/** Where ours differs from the reference on purpose, each with its reason; docs/protocol.md lists the same. One that is no longer seen fails the suite. */
import { listed } from "./compare/listed-difference.ts";

export const differences = listed({});
