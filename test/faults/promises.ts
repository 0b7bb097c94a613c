/** Every promise that the fault suite measures: its number, its sentence in docs/reliability.md, and the file that measures it. */
import { basename } from "node:path";

export const promises = [
  {
    number: "G1",
    promise: "an undeclared label never ends a run as a success, in any kind of node",
    file: "runs/no-silent-wrong-turn.fault.ts",
  },
  {
    number: "G2",
    promise: "one active run per thread, and each multitask strategy does what it says",
    file: "runs/one-run-per-thread.fault.ts",
  },
  { number: "G3", promise: "one decision per interrupt", file: "decisions/decided-once.fault.ts" },
  { number: "G4", promise: "a decision is never lost", file: "decisions/decision-survives-kill.fault.ts" },
  { number: "G5", promise: "an invalid answer never breaks a thread", file: "decisions/wrong-answers-refused.fault.ts" },
  {
    number: "G6",
    promise: "only permitted people decide, and only on what they were shown",
    file: "decisions/only-approvers-decide.fault.ts",
  },
  {
    number: "G7",
    promise: "a killed run finishes by itself, and finished nodes do not run again",
    file: "runs/resumes-at-last-checkpoint.fault.ts",
  },
  { number: "G8", promise: "a killed worker's run continues on another worker", file: "runs/runs-survive-their-workers.fault.ts" },
  {
    number: "G8",
    promise: "a live run is started once, even beyond 3 heartbeats and its job's expiry",
    file: "runs/runs-survive-their-workers.fault.ts",
  },
  { number: "G8", promise: "after a failed run, the thread's next message runs", file: "runs/runs-survive-their-workers.fault.ts" },
  {
    number: "G9",
    promise: "an effect happens once despite retries, timeouts, resumes and a retried run",
    file: "runs/effects-once.fault.ts",
  },
  { number: "G9", promise: "an effect happens once despite crashes, hand-overs and frozen workers", file: "runs/effects-once.fault.ts" },
  { number: "G9", promise: "a frozen worker that wakes up writes nothing", file: "runs/effects-once.fault.ts" },
  {
    number: "G9",
    promise: "a payment that times out happens once, or a person is asked",
    file: "runs/effects-once-after-timeout.fault.ts",
  },
  {
    number: "G10",
    promise: "reminders, assignments and deadlines fire once and never early",
    file: "decisions/deadlines-fire-once.fault.ts",
  },
  {
    number: "G11",
    promise: "a deploy never ends a waiting thread silently, nor gives an answer to another question",
    file: "runs/deploys.fault.ts",
  },
  {
    number: "G11",
    promise: "a thread that is moved to another version is asked anew once, and a decision at the same instant is carried out or refused",
    file: "runs/moved-threads.fault.ts",
  },
  { number: "G12", promise: "state is stored exactly, or refused with its place", file: "state/state-round-trips.fault.ts" },
  {
    number: "G13",
    promise: "each fork has its own values and runs on from its checkpoint; the original is unchanged",
    file: "state/forks-are-true.fault.ts",
  },
  { number: "G14", promise: "runs survive database failures", file: "database/database-failures.fault.ts" },
  {
    number: "G15",
    promise: "a stream that is cut after any event goes on at any process, live or later: nothing is missing, double or of another run",
    file: "streams/every-event-once.fault.ts",
  },
  {
    number: "G15",
    promise:
      "a stream goes on when the run's worker, the database or notifications fail: each attempt has ids of its own, and every reader is given the same",
    file: "streams/streams-go-on.fault.ts",
  },
  {
    number: "G15",
    promise:
      "what is kept of a run is bounded, in memory and in the database, and who reads slowly, late or not at all is given the rest and the state",
    file: "streams/streams-are-bounded.fault.ts",
  },
  {
    number: "G16",
    promise: "no tenant reads, changes or learns of what another one has, by any route",
    file: "decisions/tenants-do-not-meet.fault.ts",
  },
  {
    number: "G17",
    promise: "a bad request is refused with its reason, and no request ends the server",
    file: "requests/bad-requests-refused.fault.ts",
  },
  { number: "G21", promise: "a pending question is never orphaned", file: "decisions/questions-not-forgotten.fault.ts" },
  {
    number: "G21",
    promise: "a deadline and a person at the same instant: exactly one decides",
    file: "decisions/racing-answers-decide-once.fault.ts",
  },
  {
    number: "G21",
    promise: "a signal and a person at the same instant: no accepted answer is lost",
    file: "decisions/racing-answers-decide-once.fault.ts",
  },
  {
    number: "G21",
    promise: "a run that times out with a person's answer keeps it: the answer is state, or the retry takes it",
    file: "decisions/timeouts-keep-answers.fault.ts",
  },
  { number: "G21", promise: "a rollback undoes all active runs, but no decision", file: "decisions/racing-answers-decide-once.fault.ts" },
  { number: "G22", promise: "a retry never loses an answer", file: "decisions/retry-keeps-answers.fault.ts" },
  {
    number: "G24",
    promise: "no clock decides which checkpoint is the newest: no turn and no result is lost",
    file: "state/order-without-clocks.fault.ts",
  },
  {
    number: "G25",
    promise: "a run that ends its process is quarantined within 3 starts, and charges no other",
    file: "runs/one-run-harms-no-other.fault.ts",
  },
  {
    number: "G25",
    promise: "a run that fills its process's memory is quarantined within 4 starts, and charges no other",
    file: "runs/one-run-starves-no-other.fault.ts",
  },
  {
    number: "G25",
    promise: "a run that blocks its process is quarantined within 3 starts, and charges no other",
    file: "runs/one-run-starves-no-other.fault.ts",
  },
  {
    number: "G25",
    promise: "what a run's code throws outside its promise fails that run alone, and ends no process",
    file: "runs/one-run-harms-no-other.fault.ts",
  },
  {
    number: "G25",
    promise: "questions whose deadlines cannot fire delay no other deadline",
    file: "runs/deadlines-that-cannot-fire.fault.ts",
  },
  {
    number: "G26",
    promise: "what a request does not say about people counts as no, and every attempt is on record",
    file: "decisions/people-fail-closed.fault.ts",
  },
  {
    number: "G28",
    promise: "a failover to a synchronous standby loses and doubles nothing that was answered",
    file: "database/database-changes-hands.fault.ts",
  },
  {
    number: "G28",
    promise: "a failover to an asynchronous standby loses only what its link had not carried yet, and doubles nothing else",
    file: "database/database-changes-hands.fault.ts",
  },
  {
    number: "G28",
    promise: "a restored backup under living processes loses only what is younger, and doubles nothing else",
    file: "database/database-changes-hands.fault.ts",
  },
  { number: "G28", promise: "a process never writes to two histories of the database", file: "database/database-changes-hands.fault.ts" },
  {
    number: "G28",
    promise: "two workers never hold one lease, also when the database goes back",
    file: "database/database-goes-back.fault.ts",
  },
  {
    number: "G28",
    promise: "no run is taken from a process that lost only its direct way to the database",
    file: "database/database-goes-back.fault.ts",
  },
  {
    number: "G23",
    promise: "old and new workers run beside each other: no run is executed by one that lacks its code",
    file: "runs/deploys.fault.ts",
  },
  {
    number: "G27",
    promise: "an addition is not a break, and what was removed or narrowed is refused by name",
    file: "runs/deploys.fault.ts",
  },
  { number: "G29", promise: "the same request sent at once to two processes takes effect once", file: "runs/requests-once.fault.ts" },
  {
    number: "G30",
    promise: "each due time of a cron starts one run, and what no process saw is made up for once",
    file: "runs/crons-once.fault.ts",
  },
  {
    number: "G31",
    promise: "a webhook arrives with one id and the same bytes, whenever its process is killed",
    file: "runs/webhooks-arrive.fault.ts",
  },
] as const;

export type PromiseSentence = (typeof promises)[number]["promise"];

export type PromiseNumber = (typeof promises)[number]["number"];

export function numberOf(sentence: PromiseSentence): PromiseNumber {
  const found = promises.find(({ promise }) => promise === sentence);
  if (!found) throw new Error(`test/faults/promises.ts has no promise "${sentence}"`);
  return found.number;
}

export const suiteFiles: readonly string[] = [...new Set(promises.map(({ file }) => file))];

/** `resumes-at-last-checkpoint` of `runs/resumes-at-last-checkpoint.fault.ts`. */
export const suiteName = (file: string): string => basename(file, ".fault.ts");

/** The files to run: all of them without a name, else those of the promise's number (`g7`) or of the suite's name. */
export function chooseSuites(names: readonly string[]): string[] {
  const chosen = names.flatMap((name) => {
    const files = promises.filter(({ number, file }) => number.toLowerCase() === name.toLowerCase() || suiteName(file) === name);
    if (files.length === 0) throw new Error(unknownSuite(name));
    return files.map(({ file }) => file);
  });
  return names.length === 0 ? [...suiteFiles] : [...new Set(chosen)];
}

function unknownSuite(name: string): string {
  const numbers = [...new Set(promises.map(({ number }) => number.toLowerCase()))];
  return `"${name}" is not a fault suite. Give a promise's number (${numbers.join(", ")}) or a suite's name:\n${suiteFiles.map((file) => `  ${suiteName(file)}`).join("\n")}`;
}
