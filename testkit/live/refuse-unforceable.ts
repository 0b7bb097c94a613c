/** The parts of a scenario that a server cannot be forced to do: rejected before anything runs. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** Streams, ports and the time that code takes stay those of the engine. */
export function refuseOnTestServer(scenario: Scenario): void {
  const scripts = Object.entries(scenario.nodes ?? {});
  const slow = scripts.filter(([, answers]) => answers.some((answer) => "takes" in answer)).map(([node]) => `nodes.${node}.takes`);
  if (slow.length > 0) throw notForceable(slow, "on a server, code takes real time");
  refuse(scenario, ["stream", "ports"], "a server runs the graph on its own ports and streams to its clients");
}

const fromOutside: ReadonlySet<string> = new Set(["input", "turns", "answers", "approvals", "resumes"] satisfies (keyof Scenario)[]);

/** Only inputs, answers and signals come from outside. */
export function refuseOverHttp(scenario: Scenario): void {
  const inside = Object.keys(scenario).filter((field) => !fromOutside.has(field));
  refuse(scenario, inside, "a server that was started by others runs its own code, and its time cannot be moved");
  const expiring = Object.entries(scenario.answers ?? {}).filter(([, given]) => [given].flat().some(isExpiry));
  if (expiring.length > 0)
    throw new SignalboxError(
      "SCENARIO_NOT_FORCEABLE",
      `The scenario lets deadlines expire (answers.${expiring.map(([node]) => node).join(", answers.")}), and this server's time cannot be moved. Run it in memory or on a server of the test kit.`,
      { fields: expiring.map(([node]) => `answers.${node}`) },
    );
}

function refuse(scenario: Scenario, fields: readonly string[], why: string): void {
  const given = new Map<string, unknown>(Object.entries(scenario));
  const found = fields.filter((field) => forcesSomething(given.get(field)));
  if (found.length > 0) throw notForceable(found, why);
}

const notForceable = (fields: readonly string[], why: string) =>
  new SignalboxError("SCENARIO_NOT_FORCEABLE", `The scenario has ${fields.join(", ")}: ${why}. Leave it out, or run it elsewhere.`, {
    fields,
  });

/** An empty list or object forces nothing. */
const forcesSomething = (value: unknown): boolean =>
  value !== undefined && value !== false && !(typeof value === "object" && value !== null && Object.keys(value).length === 0);

const isExpiry = (answer: unknown): boolean => typeof answer === "object" && answer !== null && "expires" in answer;
