/** Runs one case, act by act, and compares its path with the expected one. */
import type { Act, Case, CaseTurn } from "./cases.ts";
import type { DeskClient, Step } from "./desk-client.ts";

export interface TurnResult {
  readonly acts: readonly Act[];
  /** What the desk answered at the end, if it did. */
  readonly reply: string | undefined;
  readonly steps: readonly Step[];
  readonly waitsAt: string | undefined;
  /** As in a case: `node:label …`. */
  readonly expected: string;
  readonly asExpected: boolean;
}
export interface CaseResult {
  readonly shows: string;
  readonly customer: string;
  readonly thread: string;
  readonly turns: readonly TurnResult[];
  readonly tookMs: number;
}

export async function runCase(desk: DeskClient, one: Case): Promise<CaseResult> {
  const begun = performance.now();
  const thread = await desk.openThread();
  const turns: TurnResult[] = [];
  for (const turn of one.turns) {
    for (const [at, act] of turn.acts.entries()) await perform(desk, thread, at === 0 ? { ...act, customerId: one.customer } : act);
    turns.push(await resultOf(desk, thread, turn));
  }
  return { shows: one.shows, customer: one.customer, thread, turns, tookMs: performance.now() - begun };
}

/** The customer's id goes with the first message of a turn; a later one answers the desk's question. */
async function perform(desk: DeskClient, thread: string, act: Act & { readonly customerId?: string }): Promise<void> {
  if (!("says" in act)) return desk.decide(thread, { decision: act.decides, form: act.form, by: act.by, roles: act.roles });
  const { says: message, customerId } = act;
  return desk.send(thread, customerId === undefined ? { message } : { customerId, message });
}

export async function resultOf(desk: DeskClient, thread: string, turn: CaseTurn): Promise<TurnResult> {
  const steps = await desk.pathOf(thread);
  const waitsAt = (await desk.questionOf(thread))?.node;
  return {
    acts: turn.acts,
    reply: await desk.replyOf(thread),
    steps,
    waitsAt,
    expected: turn.path,
    asExpected: pathText(steps) === turn.path && waitsAt === turn.waitsAt,
  };
}

const pathText = (steps: readonly Step[]): string => steps.map(({ node, label }) => `${node}:${label}`).join(" ");
