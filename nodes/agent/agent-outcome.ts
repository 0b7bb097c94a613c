/** What a visit of an agent comes to: the label that it answers, with what came with it in its channels. */
import { type AIMessage, type BaseMessage, isAIMessage } from "@langchain/core/messages";
import type { NormalAgent } from "../../language/kinds/agent/agent-node.ts";
import type { Agent, Registry } from "../../language/registry/registry.ts";
import { namedIn } from "../../language/rules/references.ts";
import { parseValue } from "../../language/schema/sides/read-value.ts";
import { approvalLabel, handoffLabel } from "../../language/terms/labels.ts";
import type { Call, Outcome } from "../call/kind.ts";
import { placeOutput } from "../call/place-output.ts";
import { mapConversations, mapConversationWrites } from "../call/speaker.ts";
import type { ModelAgent } from "./agent-tools.ts";
import { ANSWER_TOOL, type AnswerForm } from "./answers/answer-form.ts";
import type { Answered, LabelAnswers } from "./answers/label-answers.ts";
import { type Exits, exitIn, leftByIn } from "./exits.ts";
import { handedOverTo } from "./handoff.ts";
import { marksOf } from "./model-meter.ts";
import type { ReadAnswer } from "./recover-model-call.ts";
import { reviewedMessages, saidMessage } from "./said-message.ts";

type Writes = Readonly<Record<string, unknown>>;

/** What code resolves to, checked by its form. A label that is not declared is left to its edge: there is none. */
export async function answerOfCode({ node }: Call<NormalAgent>, agent: Agent, given: unknown): Promise<Outcome> {
  const { label, output } = agent.labels ? (given as Answered) : { label: "next", output: given };
  const form = agent.labels ? namedIn(agent.labels, label) : agent.output;
  return { label, writes: form ? placeOutput(namedIn(node.writes, label), await parseValue(form, output)) : {} };
}

/** How the agent's model answers. */
export interface Answering {
  readonly form: AnswerForm | undefined;
  readonly labels: LabelAnswers | undefined;
  readonly exits: Exits;
}

export interface Ended extends Answering {
  readonly said: readonly BaseMessage[];
  /** The output that was read while the agent ran. */
  readonly read: ReadAnswer | undefined;
}

export async function outcomeOf(call: Call<NormalAgent>, agent: ModelAgent, ended: Ended): Promise<Outcome> {
  const { said } = ended;
  const leftBy = leftByIn(said);
  if (leftBy !== undefined) return { label: approvalLabel(leftBy) };
  const exit = exitIn(said, ended.exits);
  const target = exit === undefined ? undefined : handedOverTo(exit);
  if (target !== undefined) return { label: handoffLabel(target) };
  const reviewed = reviewedMessages(said, call.node.approval?.tools ?? []);
  const answer = ended.labels ? await ofLabels(call, ended.labels, said) : await ofOutput(call, agent, ended);
  return reviewed.length > 0 ? { ...answer, writes: saidAfter(reviewed, call.registry, answer.writes ?? {}) } : answer;
}

async function ofOutput({ node, registry }: Call<NormalAgent>, agent: ModelAgent, { form, read, said }: Ended): Promise<Outcome> {
  const value = read ? read.output : await outputIn(said, agent, form);
  const writes = placeOutput(node.writes.next, value);
  const last = form ? undefined : said.findLast(isAIMessage);
  return { label: "next", writes: last ? saidAs(last, registry, writes) : writes };
}

/** Words beside a call go where the text's label writes them; what the label itself writes there counts. */
async function ofLabels({ node, registry }: Call<NormalAgent>, labels: LabelAnswers, said: readonly BaseMessage[]): Promise<Outcome> {
  const last = said.findLast(isAIMessage);
  if (!last) throw new TypeError("an agent ends with a message of its model");
  const { answered, problem } = { problem: undefined, answered: undefined, ...(await labels.read(last)) };
  if (!answered) throw new TypeError(problem ?? "the last message of an agent answers one of its labels");
  const place = ({ label, output }: Answered) => placeOutput(namedIn(node.writes, label), output);
  const writes = place(answered);
  if (answered.label === labels.text) return { label: answered.label, writes: saidAs(last, registry, writes) };
  const words = last.text === "" || node.words === undefined ? undefined : await labels.words(last);
  const spoken = words ? saidAs(last, registry, place(words)) : {};
  const isDropped =
    last.text !== "" && node.transcript === undefined && Object.keys(spoken).every((channel) => Object.hasOwn(writes, channel));
  return { label: answered.label, writes: { ...spoken, ...writes }, ...(isDropped && { dropped: "words" }) };
}

const saidAfter = (before: readonly BaseMessage[], registry: Registry, writes: Writes) =>
  mapConversationWrites(registry, writes, (value) => [...before, ...[value].flat()]);

/** In a conversation the text is the message that its readers have seen word by word. */
const saidAs = (said: AIMessage, registry: Registry, writes: Writes): Record<string, unknown> =>
  mapConversations(registry, writes, (text) => (typeof text === "string" ? saidMessage(said, text) : text));

/** What the model said last, never a tool's result; or what it filled in, of an agent that had ended before its worker died: LangChain keeps that in the messages only. */
async function outputIn(said: readonly BaseMessage[], { output }: ModelAgent, form: AnswerForm | undefined): Promise<unknown> {
  if (!output) throw new TypeError("an agent has an output or labels");
  if (!form) return parseValue(output, said.findLast(isAIMessage)?.text ?? "");
  const read = await form.read(answerIn(said));
  if (read.success) return read.data;
  throw read.error;
}

function answerIn(said: readonly BaseMessage[]): unknown {
  const last = said.findLast(isAIMessage);
  // before 0.2 an answer kept the call that it was read from
  const calls = said.flatMap((message) => (isAIMessage(message) ? (message.tool_calls ?? []) : []));
  return (last && marksOf(last).output) ?? calls.findLast(({ name }) => name === ANSWER_TOOL)?.args;
}
