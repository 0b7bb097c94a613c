/** Checks an answer before anything is claimed: a wrong one changes nothing. Runs no transform of its form; the node parses it. */
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { excludesDecidersOf } from "../../language/graph/excluded-people.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { declarationOf } from "../../language/registry/declaration.ts";
import type { Question } from "../../language/registry/registry.ts";
import { graphWithin } from "../../language/registry/registry-of.ts";
import { personNamed } from "../../language/terms/person.ts";
import { holderOf } from "../../language/terms/visit-name.ts";
import { checkToolDecisions, isToolApproval, type ToolApproval } from "../../nodes/agent/tool-approval.ts";
import { answerFromInput, checkAnswer, EXPIRED } from "../../nodes/interrupt/answer.ts";
import { isQuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { InboxRow } from "../../persistence/statements/interrupts/rows.ts";
import type { SeenInterrupt } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import { alreadyDecided, interruptNotFound, invalidDecision } from "../protocol/refusals.ts";
import { refuseUnstorable } from "../protocol/refuse-unstorable.ts";
import type { Services } from "../services.ts";
import { checkBound } from "./check-bound.ts";
import type { Answerer, CheckedDecision, Decision } from "./decision.ts";
import { isRepeated } from "./refusals-on-record.ts";

/** The question stays open if the current code cannot continue the thread, or if the state is no longer what was shown. */
export async function checkDecision(services: Services, said: Decision): Promise<CheckedDecision> {
  const { interrupt, answer, expired, tenant } = said;
  if (tenant !== undefined && tenant !== interrupt.tenant) throw interruptNotFound(interrupt.id);
  const name = expired ? undefined : personNamed(said.by);
  const given = { ...said, by: name ?? said.via, isNamed: name !== undefined, needsName: false };
  if (!expired && isRepeated(interrupt, given)) return { ...given, decision: null };
  if (interrupt.status !== "pending") throw alreadyDecided(interrupt);
  if (!expired) refuseNothing(services, interrupt, answer);
  const { graph_id: graphId, definition_hash: definition } = interrupt;
  const graph = graphId === null ? undefined : await services.graphs.compiled(graphId, definition);
  const decision = expired ? EXPIRED : decisionIn(graph, interrupt, answer);
  if (expired || !graph) return { ...given, decision };
  return { ...given, decision, needsName: isExcludedElsewhere(graph, interrupt), boundAt: await checkBound(graph, interrupt) };
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

function refuseNothing(services: Services, { id }: InboxRow, answer: unknown): void {
  if (answer === undefined) throw invalidDecision(id, ["decision"], "a decision is { decision, form? }, or { resume } for a raw interrupt");
  if (answer === null) throw invalidDecision(id, ["resume"], "an answer is any JSON value but null");
  refuseUnstorable(services, "answer", answer);
}

/** Which of the question's decisions the answer gives; null for a raw interrupt, which takes any value. */
function decisionIn(graph: CompiledGraph | undefined, { id, payload }: InboxRow, answer: unknown): string | null {
  if (isToolApproval(payload)) return toolDecisionsIn(id, payload, answer);
  const question = graph && questionOf(graph, payload);
  if (!question) return null;
  const checked = checkAnswer(question, answer);
  if (!checked.ok) throw invalidDecision(id, checked.path, checked.problem);
  return checked.decision;
}

/** An agent's question about tool calls: the types of its decisions, one for each call. */
function toolDecisionsIn(id: string, payload: ToolApproval, answer: unknown): string {
  const checked = checkToolDecisions(payload, answer);
  if (!checked.ok) throw invalidDecision(id, checked.path, checked.problem);
  return checked.decisions.map(({ type }) => type).join(", ");
}

/** As the thread's own definition has it; undefined for a raw interrupt. */
function questionOf(graph: CompiledGraph, payload: unknown): Question | undefined {
  const declaration = declarationOf(graph);
  if (!declaration || !isQuestionPayload(payload)) return undefined;
  const { graph: asking, question: name } = payload;
  const { questions = {} } = graphWithin(declaration, asking)?.registry ?? {};
  if (!Object.hasOwn(questions, name))
    throw new SignalboxError("DEFINITION_DOES_NOT_FIT", `The registry no longer has the question "${name}".`, { question: name });
  return questions[name];
}

/** The requester's message as the answer to one of the questions; nothing when it is for none, or not for one alone. */
export function decisionOfMessage(
  open: readonly SeenInterrupt[],
  { input, ...who }: Answerer & { readonly input: unknown },
): Decision | undefined {
  const fitting = open.flatMap((interrupt) => {
    const { payload } = interrupt;
    const answer = isQuestionPayload(payload) && payload.by === "requester" ? answerFromInput(payload, input) : undefined;
    return answer ? [{ interrupt, answer, via: "requester" as const, ...who }] : [];
  });
  const [only, ...others] = fitting;
  return others.length > 0 ? undefined : only;
}
