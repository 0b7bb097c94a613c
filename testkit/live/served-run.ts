/** Drives a scenario on a server over HTTP: its turns, its answers, its time, until nothing more can be done. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { GraphData } from "../../language/graph/graph-data.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { isToolApproval } from "../../nodes/agent/approval/tool-approval.ts";
import { isQuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import { isAwaitsTime } from "../../nodes/sleep.ts";
import type { Interrupt } from "../../runtime/protocol/interrupt.ts";
import { checkScenario } from "../checking/check-scenario.ts";
import { AnswerBook } from "../scenario/answer-book.ts";
import { invalidScenario } from "../scenario/invalid-scenario.ts";
import { type Scenario, signalIn } from "../scenario/scenario.ts";
import type { PathTurn } from "../text/path-lines.ts";
import type { Api } from "./api.ts";
import { deciders, REQUESTER } from "./deciders.ts";
import type { ServedTime, Waiting } from "./served-time.ts";
import { LOOK_MS, settled } from "./settle.ts";
import { type ServedResult, threadResult } from "./thread-result.ts";

export interface ServedRunOptions {
  readonly api: Api;
  readonly graph: GraphData;
  readonly scenario: Scenario;
  /** Without it no deadline can be fired. */
  readonly time?: ServedTime | undefined;
}

export class ServedRun {
  readonly thread: string = randomUUID();
  readonly #run: ServedRunOptions;
  readonly #answers: AnswerBook;
  readonly #turns: PathTurn[] = [];
  /** How many questions of a node were answered in this turn. */
  readonly #answered = new Map<string, number>();
  #open: readonly Interrupt[] = [];

  constructor(options: ServedRunOptions) {
    this.#run = options;
    this.#answers = new AnswerBook(options.scenario);
  }

  async all(): Promise<ServedResult> {
    const { api, graph, scenario, time } = this.#run;
    await checkScenario(graph, scenario);
    await api.client.threads.create({ threadId: this.thread, graphId: graph.id });
    for (const given of [scenario.input, ...(scenario.turns ?? [])]) {
      const signal = signalIn(given);
      if (this.#open.length > 0 && signal === undefined) break;
      await this.#turn(given, signal);
      const { status } = await api.client.threads.get(this.thread);
      if (status === "error") break;
    }
    const notesOf = (thread: string) => time?.takeNotes(thread) ?? [];
    return threadResult(api, this.thread, { turns: this.#turns, open: this.#open, notesOf });
  }

  /** A signal's steps are its turn; for the server they belong to the one that it interrupts. */
  async #turn(input: object, signal: string | undefined): Promise<void> {
    const { api, graph, time } = this.#run;
    const seen = signal === undefined ? 0 : (await api.path(this.thread)).length;
    this.#answered.clear();
    if (signal === undefined) await api.client.start(this.thread, { assistantId: graph.id, input, by: REQUESTER });
    else await api.client.signal(this.thread, signal, { roles: graph.signals?.[signal]?.by ?? [] });
    await this.#goOn();
    this.#turns.push({ steps: (await api.path(this.thread)).slice(seen), notes: time?.takeNotes(this.thread) ?? [] });
  }

  /** To an end, a wait, or questions that the scenario does not answer. */
  async #goOn(): Promise<void> {
    for (;;) {
      const { open, sleeping } = await settled(this.#run.api, this.thread);
      this.#open = open;
      if (open.length + sleeping.length === 0) return;
      if ((await this.#answerOne()) || (await this.#sleep(sleeping))) continue;
      if (await this.#run.time?.advance(open, this.#answersTo)) continue;
      return;
    }
  }

  /** On a server with a clock of its own it takes as long as it takes. */
  async #sleep(threads: readonly string[]): Promise<boolean> {
    const { time } = this.#run;
    if (threads.length === 0) return false;
    if (!time) await sleep(LOOK_MS);
    else for (const woken of await time.wake(threads, this.#open, this.#answersTo)) this.#wasAnswered(woken);
    return true;
  }

  /** The first question that has an answer gets it; the others are looked at again when that has had its effect. */
  async #answerOne(): Promise<boolean> {
    for (const question of this.#open) {
      const { value } = question;
      if (!isQuestionPayload(value)) {
        const given = isToolApproval(value) ? this.#answers.takeApproval(value.node) : this.#answers.takeResume(question.node ?? "");
        if (given) return this.#decide(question, { resume: given.value });
        continue;
      }
      const answer = this.#answers.takeNow(value.node);
      if (answer !== undefined) return this.#decide(question, typeof answer === "string" ? { decision: answer } : { ...answer });
      if (!this.#answers.expiresNext(value.node) || !(await this.#run.time?.expire(question, this.#answersTo))) continue;
      this.#answers.takeExpiry(value.node);
      return this.#wasAnswered(question);
    }
    return false;
  }

  /** @throws SCENARIO_INVALID if the answer does not fit. */
  async #decide(question: Interrupt, answer: Readonly<Record<string, unknown>>): Promise<boolean> {
    try {
      for (const decider of deciders(question, answer.decision)) await this.#run.api.client.decide(question.id, { ...answer, ...decider });
    } catch (error) {
      if (!(error instanceof SignalboxError) || error.code !== "INVALID_DECISION") throw error;
      throw invalidScenario(this.#run.graph.id, [`answers.${question.node}: ${error.facts.problem ?? error.message}`]);
    }
    return this.#wasAnswered(question);
  }

  #wasAnswered(question: Waiting): true {
    const key = keyOf(question);
    this.#answered.set(key, (this.#answered.get(key) ?? 0) + 1);
    return true;
  }

  readonly #answersTo = (question: Waiting): number => this.#answered.get(keyOf(question)) ?? 0;
}

/** The same node asks on each child thread. */
const keyOf = ({ thread_id, value, node }: Waiting): string =>
  `${thread_id} ${isQuestionPayload(value) || isAwaitsTime(value) ? value.node : node}`;
