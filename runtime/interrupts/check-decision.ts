/** Holds an answer against its question before anything is claimed: a wrong one changes nothing. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Question } from "../../language/registry/registry.ts";
import { registryWithin } from "../../language/registry/registry-of.ts";
import { checkToolDecisions, isToolApproval, type ToolApproval } from "../../nodes/agent/tool-approval.ts";
import { answerFromInput, checkAnswer } from "../../nodes/interrupt/answer.ts";
import { isQuestionPayload, type QuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { InterruptRow } from "../../persistence/statements/interrupts/find-interrupt.ts";
import { invalidDecision } from "../protocol/refusals.ts";
import { refuseUnstorable } from "../protocol/refuse-unstorable.ts";
import type { Services } from "../services.ts";
import type { Decision } from "./decide.ts";

/** The decision that carries `answer`, exactly as it was given: the node reads the form once more. */
export function checkDecision(
  services: Services,
  interrupt: InterruptRow,
  given: Omit<Decision, "id" | "decision" | "expired"> & { readonly graphId: string },
): Decision {
  const { id, payload } = interrupt;
  const { graphId, ...told } = given;
  const { answer } = told;
  if (answer === null || answer === undefined) throw invalidDecision(id, ["resume"], "an answer is any JSON value but null");
  refuseUnstorable(services, "answer", answer);
  if (isToolApproval(payload)) return { ...told, id, decision: decisionsIn(id, payload, answer) };
  const question = questionOf(services, graphId, payload);
  if (!question) return { ...told, id, decision: null };
  const checked = checkAnswer(question, answer);
  if (!checked.ok) throw invalidDecision(id, checked.path, checked.problem);
  return { ...told, id, decision: checked.answer.decision };
}

/** An agent's question about tool calls: the types of its decisions, one for each call. */
function decisionsIn(id: string, payload: ToolApproval, answer: unknown): string {
  const checked = checkToolDecisions(payload, answer);
  if (!checked.ok) throw invalidDecision(id, checked.path, checked.problem);
  return checked.decisions.map(({ type }) => type).join(", ");
}

/** The requester's message as the answer to one of the questions; nothing when it is for none, or not for one alone. */
export function decisionOfMessage(
  services: Services,
  open: readonly InterruptRow[],
  { graphId, input, by }: { graphId: string; input: unknown; by: string },
): Decision | undefined {
  const fitting = open.flatMap((interrupt) => {
    const answer =
      isQuestionPayload(interrupt.payload) && interrupt.payload.by === "requester" ? answerFromInput(interrupt.payload, input) : undefined;
    return answer ? [{ interrupt, answer }] : [];
  });
  const [only, ...others] = fitting;
  if (!only || others.length > 0) return undefined;
  return checkDecision(services, only.interrupt, { graphId, answer: only.answer, by });
}

/** Undefined for a raw interrupt, which takes any value. */
function questionOf({ graphs }: Services, graphId: string, payload: unknown): Question | undefined {
  const declared = graphs.declared(graphId);
  if (!declared || !isQuestionPayload(payload)) return undefined;
  const { graph, registry } = declared.declaration;
  const { graph: asking, question: name } = payload as QuestionPayload;
  const { questions = {} } = registryWithin(graph, registry, asking) ?? {};
  if (!Object.hasOwn(questions, name))
    throw new SignalboxError("DEFINITION_DOES_NOT_FIT", `The registry no longer has the question "${name}".`, { question: name });
  return questions[name];
}
