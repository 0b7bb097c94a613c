/** Checks an answer before anything is claimed: a wrong one changes nothing. Runs no transform of its form; the node parses it. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Question } from "../../language/registry/registry.ts";
import { registryWithin } from "../../language/registry/registry-of.ts";
import { checkToolDecisions, isToolApproval, type ToolApproval } from "../../nodes/agent/tool-approval.ts";
import { answerFromInput, checkAnswer, EXPIRED } from "../../nodes/interrupt/answer.ts";
import { isQuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { InboxRow } from "../../persistence/statements/interrupts/rows.ts";
import type { SeenInterrupt } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import { alreadyDecided, invalidDecision } from "../protocol/refusals.ts";
import { refuseUnstorable } from "../protocol/refuse-unstorable.ts";
import type { Services } from "../services.ts";
import { checkBound } from "./check-bound.ts";
import type { CheckedDecision, Decision } from "./decision.ts";
import { isRepeated } from "./refusals-on-record.ts";

/** The question stays open if the current code cannot continue the thread, or if the state is no longer what was shown. */
export async function checkDecision(services: Services, given: Decision): Promise<CheckedDecision> {
  const { interrupt, answer, expired } = given;
  if (!expired && isRepeated(interrupt, given)) return { ...given, decision: null };
  if (interrupt.status !== "pending") throw alreadyDecided(interrupt);
  const decision = expired ? EXPIRED : decisionIn(services, interrupt, answer);
  if (!interrupt.graph_id) return { ...given, decision };
  const graph = await services.graphs.compiled(interrupt.graph_id, interrupt.definition_hash);
  return { ...given, decision, boundAt: expired ? undefined : await checkBound(graph, interrupt) };
}

/** Which of the question's decisions the answer gives; null for a raw interrupt, which takes any value. */
function decisionIn(services: Services, interrupt: InboxRow, answer: unknown): string | null {
  const { id, payload } = interrupt;
  if (answer === undefined) throw invalidDecision(id, ["decision"], "a decision is { decision, form? }, or { resume } for a raw interrupt");
  if (answer === null) throw invalidDecision(id, ["resume"], "an answer is any JSON value but null");
  refuseUnstorable(services, "answer", answer);
  if (isToolApproval(payload)) return toolDecisionsIn(id, payload, answer);
  const question = questionOf(services, interrupt);
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

/** Undefined for a raw interrupt. */
function questionOf({ graphs }: Services, { graph_id, payload }: InboxRow): Question | undefined {
  const declared = graph_id ? graphs.declared(graph_id) : undefined;
  if (!declared || !isQuestionPayload(payload)) return undefined;
  const { graph, registry } = declared.declaration;
  const { graph: asking, question: name } = payload;
  const { questions = {} } = registryWithin(graph, registry, asking) ?? {};
  if (!Object.hasOwn(questions, name))
    throw new SignalboxError("DEFINITION_DOES_NOT_FIT", `The registry no longer has the question "${name}".`, { question: name });
  return questions[name];
}

/** The requester's message as the answer to one of the questions; nothing when it is for none, or not for one alone. */
export function decisionOfMessage(open: readonly SeenInterrupt[], { input, by }: { input: unknown; by: string }): Decision | undefined {
  const fitting = open.flatMap((interrupt) => {
    const { payload } = interrupt;
    const answer = isQuestionPayload(payload) && payload.by === "requester" ? answerFromInput(payload, input) : undefined;
    return answer ? [{ interrupt, answer, by }] : [];
  });
  const [only, ...others] = fitting;
  return others.length > 0 ? undefined : only;
}
