/** An interrupt: asks a person and waits. A wrong answer asks again, so it can never poison the thread. Nothing acts before the question. */
import { interrupt } from "@langchain/langgraph";
import type { NormalInterrupt } from "../../language/kinds/interrupt/interrupt-node.ts";
import type { Question } from "../../language/registry/registry.ts";
import { isRaise, raises } from "../../language/terms/budget-raise.ts";
import type { Writes } from "../../language/terms/writes.ts";
import { Cancelled } from "../attempts/cancelled.ts";
import { PATH } from "../call/internal-channels.ts";
import type { Call, Outcome } from "../call/kind.ts";
import { placeOutput } from "../call/place-output.ts";
import type { Step } from "../call/step.ts";
import { type Answer, checkAnswer, EXPIRED, formsOf, isCancel, type QuestionPayload } from "./answer.ts";
import { escalationOf } from "./escalation.ts";

export async function runInterrupt(call: Call<NormalInterrupt>): Promise<Outcome> {
  const { node, registry } = call;
  const question = registry.questions?.[node.question];
  if (!question) throw new TypeError(`registry has no question "${node.question}"`);
  call.signal.throwIfAborted();
  const { decision, form } = askUntilFit(askOf(call, question), question);
  await call.ports.started(call.scope);
  return { label: decision, ...placeForm(Object.hasOwn(node.writes, decision) ? node.writes[decision] : undefined, form) };
}

/** What reaches channels, and what raises the budget. */
function placeForm(writes: Writes | undefined, form: unknown): Pick<Outcome, "writes" | "raised"> {
  const placed = Object.entries(placeOutput(writes, form));
  const raised = placed.flatMap(([key, value]) => (isRaise(key) ? [[raises[key], value as number] as const] : []));
  return {
    writes: Object.fromEntries(placed.filter(([key]) => !isRaise(key))),
    ...(raised.length > 0 && { raised: Object.fromEntries(raised) }),
  };
}

function askUntilFit(ask: QuestionPayload, question: Question): Answer {
  let problem: string | undefined;
  for (;;) {
    const value: unknown = interrupt(problem === undefined ? ask : { ...ask, problem });
    if (isCancel(value)) throw new Cancelled();
    if (isExpiry(value, ask)) return { decision: EXPIRED };
    const checked = checkAnswer(question, value);
    if (checked.ok) return checked.answer;
    problem = checked.problem;
  }
}

const isExpiry = (value: unknown, ask: QuestionPayload): boolean =>
  typeof value === "object" &&
  value !== null &&
  "decision" in value &&
  value.decision === EXPIRED &&
  ask.deadlines.some((deadline) => "next" in deadline);

function askOf({ node, name, state, graph }: Call<NormalInterrupt>, question: Question): QuestionPayload {
  const escalation = escalationOf((state[PATH] ?? []) as readonly Step[]);
  return {
    graph,
    question: node.question,
    node: name,
    prompt: question.prompt,
    shows: Object.fromEntries(node.shows.map((channel) => [channel, state[channel] ?? null])),
    decisions: formsOf(question),
    by: node.by,
    ...(node.bind.length > 0 && { bind: node.bind }),
    deadlines: node.deadlines,
    ...(node.onMessage === "queue" && { onMessage: "queue" }),
    takes: node.writes,
    ...(escalation && { escalation }),
  };
}
