/** Mistakes in who decides, and until when. */
// biome-ignore-all format: one mistake, one block; the wrong property is alone on its line
import { mistake } from "./mistake.ts";
import { ask, d, g } from "./vocabulary.ts";

export const people = [
  mistake("a form raises the budget by a text", ["WRITE_TYPE", "nodes.x.writes.edit.budget.tokens"], d.defineGraph({ ...g, budget: { tokens: 10, next: "x" },
    nodes: { x: { ...ask, writes: { edit: {
      // @ts-expect-error "note" is a text
      "budget.tokens": "note" } } } } })),
  mistake("a role is mistyped", ["UNKNOWN_ROLE", "nodes.x.by.0"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error it is "lead"
    by: ["leed"] } } })),
  mistake("a role in the long form is mistyped", ["UNKNOWN_ROLE", "nodes.x.by.roles.0"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error it is "boss"
    by: { roles: ["bos"] } } } })),
  mistake("a reminder of an unknown role", ["UNKNOWN_ROLE", "nodes.x.deadlines.0.remind"], d.defineGraph({ ...g, nodes: { x: { ...ask, deadlines: [{ after: "1h",
    // @ts-expect-error "chef" is not a role
    remind: "chef" }, { after: "2h", next: "end" }] } } })),
  mistake("an assignment to an unknown role", ["UNKNOWN_ROLE", "nodes.x.deadlines.0.assign"], d.defineGraph({ ...g, nodes: { x: { ...ask, deadlines: [{ after: "1h",
    // @ts-expect-error "chef" is not a role
    assign: "chef" }, { after: "2h", next: "end" }] } } })),
  mistake("the last deadline takes no edge", ["DEADLINE_ORDER", "nodes.x.deadlines"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error end with one that has next
    deadlines: [{ after: "15m", remind: "lead" }] } } })),
  mistake("a deadline after the final one", ["DEADLINE_ORDER", "nodes.x.deadlines"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error the second never comes
    deadlines: [{ after: "4h", next: "end" }, { after: "5h", remind: "lead" }] } } })),
  mistake("two deadlines that take an edge", ["DEADLINE_ORDER", "nodes.x.deadlines"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error only the last may
    deadlines: [{ after: "4h", next: "end" }, { after: "5h", next: "end" }] } } })),
  mistake("no deadline in the list", ["DEADLINE_ORDER", "nodes.x.deadlines"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error an empty list has no last one
    deadlines: [] } } })),
  mistake("no one may decide", ["MISSING_FIELD", "nodes.x.by"], d.defineGraph({ ...g, nodes: {
    // @ts-expect-error say who decides
    x: { kind: "interrupt", question: "plain", decisions: { ok: "end", no: "end" }, deadlines: [{ after: "1h", next: "end" }] } } })),
  mistake("a message is treated in no known way", ["WRONG_VALUE", "nodes.x.onMessage"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error "queue" or "refuse"
    onMessage: "ignore" } } })),
];
