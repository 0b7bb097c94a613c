/** An interrupt: asks a person and waits. A wrong answer asks again, so the thread can always resume. Nothing acts before the question. */
import { interrupt } from "@langchain/langgraph";
import type { NormalInterrupt } from "../../language/kinds/interrupt/interrupt-node.ts";
import type { Question } from "../../language/registry/registry.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { isRaise, raises } from "../../language/terms/budget-raise.ts";
import type { Writes } from "../../language/terms/writes.ts";
import { Cancelled } from "../attempts/failures.ts";
import type { Call, Outcome } from "../call/kind.ts";
import { placeOutput } from "../call/place-output.ts";
import { type Answer, EXPIRED, isCancel, type ParsedAnswer, parseAnswer } from "./answer.ts";
import { readInboxAnswer } from "./inbox-answer.ts";
import { answerSchemaOf, type QuestionPayload, questionPayload } from "./question-payload.ts";

export async function runInterrupt(call: Call<NormalInterrupt>): Promise<Outcome> {
  const { node, registry } = call;
  const question = registry.questions?.[node.question];
  if (!question) throw new TypeError(`registry has no question "${node.question}"`);
  call.signal.throwIfAborted();
  const { decision, form } = await askUntilFit(questionPayload(call, question), question);
  await call.ports.started(call.scope, { hasEffects: false });
  return { label: decision, ...placeForm(Object.hasOwn(node.writes, decision) ? node.writes[decision] : undefined, form) };
}

/** What reaches channels, and what raises the budget. */
function placeForm(writes: Writes | undefined, form: unknown): Pick<Outcome, "writes" | "raised"> {
  const placed = Object.entries(placeOutput(writes, form));
  const raised = placed.flatMap(([key, value]) => (isRaise(key) ? [[raises[key], Number(value)] as const] : []));
  return {
    writes: Object.fromEntries(placed.filter(([key]) => !isRaise(key))),
    ...(raised.length > 0 && { raised: Object.fromEntries(raised) }),
  };
}

async function askUntilFit(payload: QuestionPayload, question: Question): Promise<Answer> {
  let problem: string | undefined;
  const responseSchema = answerSchemaOf(payload);
  for (;;) {
    const value: unknown = interrupt(problem === undefined ? payload : { ...payload, problem }, { responseSchema });
    if (isCancel(value)) throw new Cancelled();
    if (isExpiry(value, payload)) return { decision: EXPIRED };
    const parsed = await readAnswer(payload, question, value);
    if (parsed.ok) return parsed.answer;
    problem = parsed.problem;
  }
}

/** The runtime reads an inbox's answer before it is stored; other hosts resume with it as it is. */
async function readAnswer(payload: QuestionPayload, question: Question, value: unknown): Promise<ParsedAnswer> {
  const read = readInboxAnswer(payload, value);
  if (!read.ok) return read;
  return "ignored" in read ? { ok: false, path: [], problem: "nobody has decided" } : parseAnswer(question, read.answer);
}

const isExpiry = (value: unknown, { deadlines }: QuestionPayload): boolean =>
  isRecord(value) && value.decision === EXPIRED && deadlines.some((deadline) => "next" in deadline);
