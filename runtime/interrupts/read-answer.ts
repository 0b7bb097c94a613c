/** Reads an answer to a question: which decision it gives, and what other people's answers must equal to agree with it. Runs no transform. */
import { z } from "zod";
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { declarationOf } from "../../language/registry/declaration.ts";
import type { Question } from "../../language/registry/registry.ts";
import { graphWithin } from "../../language/registry/registry-of.ts";
import { canonicalJson } from "../../language/schema/canonical-json.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import type { JsonSchema } from "../../language/schema/json-schema.ts";
import { asAskedToday } from "../../nodes/agent/approval/as-asked-today.ts";
import { checkToolDecisions, isToolApproval } from "../../nodes/agent/approval/tool-approval.ts";
import { checkAnswer, contentOfAnswer, type Misfit } from "../../nodes/interrupt/answer.ts";
import { type ReadInbox, readInboxAnswer } from "../../nodes/interrupt/inbox-answer.ts";
import { isQuestionPayload } from "../../nodes/interrupt/question-payload.ts";

export interface CheckedDecisionOf {
  readonly ok: true;
  /** Null for a raw interrupt, which takes any value; of an agent's question the types of its decisions, one for each call. */
  readonly decision: string | null;
}

export interface AnswerReader {
  check(answer: unknown): Promise<CheckedDecisionOf | Misfit>;
  /** The decision with its form, as a text that is equal for answers that agree; undefined for one that does not fit. */
  contentOf(answer: unknown): string | undefined;
}

/** @throws DEFINITION_DOES_NOT_FIT when today's registry no longer has the question. `graph` is the thread's own definition; undefined if only another worker has its code. */
export function answerReader(graph: CompiledGraph | undefined, payload: unknown): AnswerReader {
  if (isToolApproval(payload))
    return {
      check: async (answer) => {
        const checked = checkToolDecisions(payload, answer);
        if ("decisions" in checked) return { ok: true, decision: checked.decisions.map(({ type }) => type).join(", ") };
        return checked.ok ? { ok: false, path: [], problem: "nobody has decided" } : checked;
      },
      contentOf: (answer) => {
        const checked = checkToolDecisions(payload, answer);
        return "decisions" in checked ? canonicalJson(checked.decisions) : undefined;
      },
    };
  const question = graph ? questionOf(graph, payload) : questionAsShown(payload);
  if (!question) return { check: async () => ({ ok: true, decision: null }), contentOf: canonicalJson };
  return { check: (answer) => checkAnswer(question, answer), contentOf: (answer) => contentOfAnswer(question, answer) };
}

/** What an inbox sent, as the answer that is stored: the same for all of them, and readable for workers of an older version. */
export function readInbox(asked: unknown, answer: unknown): ReadInbox {
  const payload = asAskedToday(asked);
  if (isQuestionPayload(payload)) return readInboxAnswer(payload, answer);
  if (!isToolApproval(payload)) return { ok: true, answer };
  const checked = checkToolDecisions(payload, answer);
  return "decisions" in checked ? { ok: true, answer: { decisions: checked.decisions } } : checked;
}

/** By the forms that the person was shown. The node that has the code reads the answer once more, and asks again if it does not fit. */
function questionAsShown(payload: unknown): Question | undefined {
  if (!isQuestionPayload(payload)) return undefined;
  const forms = Object.entries(payload.decisions).map(([decision, form]) => [decision, isRecord(form) ? formOf(form) : null]);
  return { prompt: payload.prompt, decisions: Object.fromEntries(forms) };
}

function formOf(schema: JsonSchema): z.ZodType {
  try {
    return z.fromJSONSchema(schema);
  } catch {
    return z.unknown();
  }
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
