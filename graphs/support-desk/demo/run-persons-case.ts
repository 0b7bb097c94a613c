/** The case that a person may decide: as often as the desk asks, and its expected path follows what they decide. */
import { personsCase } from "./cases.ts";
import type { Decision, DeskClient, OpenQuestion } from "./desk-client.ts";
import { type CaseResult, resultOf, runCase } from "./run-case.ts";

/** The most proposals that the refunds desk may make in one turn. */
const PROPOSALS = 3;

export async function runPersonsCase(desk: DeskClient, decide: (question: OpenQuestion) => Promise<Decision>): Promise<CaseResult> {
  const opened = await runCase(desk, personsCase);
  const [turn] = personsCase.turns;
  if (!turn) throw new Error("the person's case has a turn");
  let path = turn.path;
  const acts = [...turn.acts];
  let rejections = 0;
  for (
    let question = await desk.questionOf(opened.thread);
    question?.node === "approval";
    question = await desk.questionOf(opened.thread)
  ) {
    const decision = await decide(question);
    await desk.decide(opened.thread, decision);
    acts.push({ decides: decision.decision, ...(decision.form && { form: decision.form }), by: decision.by, roles: decision.roles });
    if (decision.decision === "reject") rejections += 1;
    const asksAgain = (await desk.questionOf(opened.thread))?.node === "approval";
    path += ` approval:${decision.decision} ${restAfter(decision, { asksAgain, rejections })}`;
  }
  const waitsAt = rejections === PROPOSALS ? { waitsAt: "specialist" } : {};
  const result = await resultOf(desk, opened.thread, { acts, path, ...waitsAt });
  return { ...opened, turns: [result] };
}

function restAfter({ decision }: Decision, { asksAgain, rejections }: { asksAgain: boolean; rejections: number }): string {
  const booked = "payBack:next confirm:next tell:told";
  if (decision !== "reject") return asksAgain ? "payBack:error:OVER_CHARGE" : booked;
  if (rejections === PROPOSALS) return "refundsDesk:exhausted";
  return `refundsDesk:next ${asksAgain ? "checkLimit:over" : `checkLimit:within ${booked}`}`;
}
