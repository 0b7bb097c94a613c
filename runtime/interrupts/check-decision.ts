/** Checks an answer before anything is claimed: a wrong one changes nothing. Runs no transform of its form; the node parses it. */

import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { missingCode } from "../../compile/hand-built/asking-code.ts";
import { rawSourceOf } from "../../compile/raw-source.ts";
import { excludesDecidersOf } from "../../language/graph/excluded-people.ts";
import { declarationOf } from "../../language/registry/declaration.ts";
import { graphWithin } from "../../language/registry/registry-of.ts";
import { personNamed } from "../../language/terms/person.ts";
import { holderOf } from "../../language/terms/visit-name.ts";
import { answerFromInput, EXPIRED } from "../../nodes/interrupt/answer.ts";
import type { ReadInbox } from "../../nodes/interrupt/inbox-answer.ts";
import { isQuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { InboxRow } from "../../persistence/statements/interrupts/rows.ts";
import type { SeenInterrupt } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import type { Acting } from "../identity/acting.ts";
import type { Actor } from "../identity/actor.ts";
import { offerOf, offerOfQuestion } from "../offers/offered.ts";
import { orElsewhere } from "../offers/or-elsewhere.ts";
import { alreadyDecided, definitionDoesNotFit, invalidDecision } from "../protocol/refusals.ts";
import { refuseUnstorable } from "../protocol/refuse-unstorable.ts";
import { checkBound } from "./check-bound.ts";
import type { CheckedDecision, Decision } from "./decision.ts";
import { answerReader, readInbox } from "./read-answer.ts";
import { isRepeated } from "./refusals-on-record.ts";

/** The question stays open if the current code cannot continue the thread, or if the state is no longer what was shown. */
export async function checkDecision(services: Acting, said: Decision): Promise<CheckedDecision> {
  const { interrupt, expired } = said;
  const name = expired ? undefined : personNamed(said.by);
  const inbox: ReadInbox = expired ? { ok: true, answer: said.answer } : readInbox(interrupt.payload, said.answer);
  const given = {
    ...said,
    ...("answer" in inbox && { answer: inbox.answer, reason: said.reason ?? inbox.reason }),
    by: name ?? said.via,
    isNamed: name !== undefined,
    needsName: false,
    decision: null,
    contentOf: () => undefined,
  };
  if (!expired && isRepeated(interrupt, given)) return given;
  if (interrupt.status !== "pending") throw alreadyDecided(interrupt);
  if (!expired) refuseNothing(services, said);
  if (!inbox.ok) throw invalidDecision(interrupt.id, inbox.path, inbox.problem);
  const { graph_id: graphId, definition_hash: definition } = interrupt;
  const graph = graphId === null ? undefined : await graphOrElsewhere(services, interrupt, { graphId, definition });
  const read = expired ? { decision: EXPIRED } : await readAnswer(graph, given);
  if (expired || graphId === null) return { ...given, ...read };
  return { ...given, ...read, needsName: nameNeeded(graph, interrupt), boundAt: await checkBound(services.saver, graph, interrupt) };
}

/** Whether another question excludes whoever decides this one. */
export async function needsNameFor(services: Acting, interrupt: SeenInterrupt): Promise<boolean> {
  const { graph_id: graphId, definition_hash: definition } = interrupt;
  return graphId !== null && nameNeeded(await graphOrElsewhere(services, interrupt, { graphId, definition }), interrupt);
}

/** Without the graph it is not known whom another question excludes. */
const nameNeeded = (graph: CompiledGraph | undefined, interrupt: SeenInterrupt): boolean =>
  graph ? isExcludedElsewhere(graph, interrupt) : isQuestionPayload(interrupt.payload);

interface Followed {
  readonly graphId: string;
  readonly definition: string | null;
}

/** Undefined: this process lacks the code, and another worker that is running has it. */
async function graphOrElsewhere(
  services: Acting,
  interrupt: SeenInterrupt,
  { graphId, definition }: Followed,
): Promise<CompiledGraph | undefined> {
  const graph = await orElsewhere(services, offerOf(graphId, definition), () => services.graphs.compiled(graphId, definition));
  if (graph) await orElsewhere(services, offerOfQuestion(interrupt), async () => refuseMissingCode(graph, interrupt));
  return graph;
}

function refuseNothing(services: Acting, { interrupt: { id }, answer }: Decision): void {
  if (answer === undefined) throw invalidDecision(id, ["decision"], "a decision is { decision, form? }, or { resume } for a raw interrupt");
  if (answer === null) throw invalidDecision(id, ["resume"], "an answer is any JSON value but null");
  refuseUnstorable(services, "answer", answer);
}

/** Which of the question's decisions the answer gives, and how others are compared with it. */
async function readAnswer(
  graph: CompiledGraph | undefined,
  { interrupt, answer }: Decision,
): Promise<Pick<CheckedDecision, "decision" | "contentOf">> {
  const reader = answerReader(graph, interrupt.payload);
  const checked = await reader.check(answer);
  if (!checked.ok) throw invalidDecision(interrupt.id, checked.path, checked.problem);
  return { decision: checked.decision, contentOf: reader.contentOf };
}

/** Whether another question of the thread's graph, or of the graph that asks, excludes who decides here. */
function isExcludedElsewhere(graph: CompiledGraph, { node, payload }: InboxRow): boolean {
  const declaration = declarationOf(graph);
  if (!declaration || !isQuestionPayload(payload)) return false;
  const asking = graphWithin(declaration, payload.graph);
  return (
    (node !== null && excludesDecidersOf(holderOf(node), declaration)) ||
    (asking !== undefined && excludesDecidersOf(holderOf(payload.node), asking))
  );
}

/** Of a graph built by hand: an answer would be lost without its node, and the thread would look finished. */
function refuseMissingCode(graph: CompiledGraph, { asked_by: askedBy, node, graph_id: graphId }: SeenInterrupt): void {
  const isGone = !askedBy && node !== null && rawSourceOf(graph) !== undefined && !Object.hasOwn(graph.nodes, node);
  const misfits = isGone ? [{ part: "node" as const, name: node, stored: "asks" }] : askedBy ? missingCode(graph, askedBy) : [];
  if (misfits.length > 0) throw definitionDoesNotFit({ graphId: graphId ?? "", hash: null, misfits });
}

/** The requester's message as the answer to one of the questions; nothing when it is for none, or not for one alone. */
export function decisionOfMessage(
  open: readonly SeenInterrupt[],
  { input, ...who }: Actor & { readonly input: unknown },
): Decision | undefined {
  const fitting = open.flatMap((interrupt) => {
    const { payload } = interrupt;
    const answer = isQuestionPayload(payload) && payload.by === "requester" ? answerFromInput(payload, input) : undefined;
    return answer ? [{ interrupt, answer, via: "requester" as const, ...who }] : [];
  });
  const [only, ...others] = fitting;
  return others.length > 0 ? undefined : only;
}
