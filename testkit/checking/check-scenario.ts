/** Checks a scenario against its graph before it runs: a name that matches nothing, or an answer that does not fit, would be ignored in silence. */
import type { GraphData } from "../../language/graph/graph-data.ts";
import { nearestHint } from "../../language/issues/nearest.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { withoutItem } from "../../language/terms/visit-name.ts";
import { checkAnswer, EXPIRED } from "../../nodes/interrupt/answer.ts";
import { invalidScenario } from "../scenario/invalid-scenario.ts";
import type { NodeAnswer } from "../scenario/node-script.ts";
import { type Scenario, type ScriptedAnswer, signalIn } from "../scenario/scenario.ts";
import { type KnownNames, type KnownNode, knownNames } from "./known-names.ts";

/** Each key of a scenario; a mapped type keeps the list whole. */
const keys: { readonly [K in keyof Required<Scenario>]: true } = {
  ...{
    input: true,
    turns: true,
    answers: true,
    approvals: true,
    resumes: true,
    stream: true,
    clock: true,
    nodes: true,
    bounds: true,
    agents: true,
  },
  ...{ routers: true, tasks: true, tools: true, models: true, faults: true, params: true, ports: true },
};
const answerKeys = ["label", "output", "confidence", "second", "tokens", "usd", "takes", "calls", "fails", "error", "holds"];

/** A place in the scenario, and what is wrong there. */
type Problem = string;

/** @throws SCENARIO_INVALID with every problem. */
export async function checkScenario(graph: GraphData, scenario: Scenario): Promise<void> {
  const problems = await problemsOf(graph, scenario);
  if (problems.length === 0) return;
  throw invalidScenario(graph.id, problems);
}

async function problemsOf(graph: GraphData, scenario: Scenario): Promise<Problem[]> {
  const params = Object.entries(scenario.params ?? {}).filter(([name]) => Object.hasOwn(graph.params ?? {}, name));
  const answers = Object.entries(scenario.answers ?? {});
  const known = knownNames(graph, Object.fromEntries(params));
  return [
    ...unknown("", Object.keys(scenario), { what: "key", names: Object.keys(keys) }),
    ...inputProblems(graph, scenario),
    ...unknown("params.", Object.keys(scenario.params ?? {}), { what: "param", names: Object.keys(graph.params ?? {}) }),
    ...codeProblems(known, scenario),
    ...Object.entries(scenario.nodes ?? {}).flatMap(([name, answers]) => scriptProblems(known, name, answers)),
    ...(await Promise.all(answers.map(([name, given]) => answerProblems(known, name, [given].flat())))).flat(),
    ...unknown("approvals.", Object.keys(scenario.approvals ?? {}).map(withoutItem), {
      what: "node with an approval",
      names: known.nodes.filter(({ approves }) => approves).map(({ name }) => name),
    }),
    ...unknown("resumes.", Object.keys(scenario.resumes ?? {}).map(withoutItem), {
      what: "node",
      names: known.nodes.map(({ name }) => name),
    }),
    ...unknown("bounds.", Object.keys(scenario.bounds ?? {}), {
      what: "node with visits",
      names: [...known.nodes.filter(({ isBounded }) => isBounded).map(({ script }) => script), ...known.budgets],
    }),
    ...(scenario.faults ?? []).flatMap(({ node, code }, index) => faultProblems(known, scenario, { node, code, at: `faults.${index}` })),
  ];
}

interface Known {
  readonly what: string;
  readonly names: readonly string[];
}

function unknown(place: string, given: readonly string[], { what, names }: Known): Problem[] {
  return given
    .filter((name) => !names.includes(name))
    .map((name) => `${place}${name}: there is no ${what} "${name}". ${nearestHint(name, names)}`);
}

function inputProblems({ input = [] }: GraphData, scenario: Scenario): Problem[] {
  const channels = { what: "channel of the input", names: input };
  return [scenario.input, ...(scenario.turns ?? [])].flatMap((turn, index) =>
    isRecord(turn) && signalIn(turn) === undefined
      ? unknown(index === 0 ? "input." : `turns.${index - 1}.`, Object.keys(turn), channels)
      : [],
  );
}

function codeProblems({ code }: KnownNames, scenario: Scenario): Problem[] {
  const groups = [
    ["agents", "agent"],
    ["routers", "router"],
    ["tasks", "task"],
    ["tools", "tool"],
    ["models", "model"],
  ] as const;
  return groups.flatMap(([group, what]) => {
    const given = scenario[group];
    return typeof given === "object" ? unknown(`${group}.`, Object.keys(given), { what, names: code[group] }) : [];
  });
}

function scriptProblems({ nodes }: KnownNames, name: string, answers: readonly NodeAnswer[]): Problem[] {
  const found = nodes.filter(({ script }) => script === name); // an each node shares its name with its body
  const node = found.find(({ isScripted }) => isScripted) ?? found[0];
  const place = `nodes.${name}`;
  const isRefusal = answers.every((answer) => "error" in answer && answer.error === "STATE_TOO_LARGE");
  if (!node && isRefusal && nodes.some(({ script }) => name === `${script}.join`)) return [];
  if (!node || (!node.isScripted && !isRefusal)) {
    const names = nodes.filter(({ isScripted }) => isScripted).map(({ script }) => script);
    const why = node ? `node "${name}" has no code to script.` : `there is no node "${name}".`;
    return [`${place}: ${why} ${nearestHint(name, names)}`];
  }
  return answers.flatMap((answer, index) => [
    ...unknown(`${place}.${index}.`, Object.keys(answer), { what: "key", names: answerKeys }),
    ...("label" in answer ? unknown(`${place}.${index}.label: `, [answer.label], { what: "label", names: node.labels }) : []),
    ...failuresIn(answer).flatMap((code) => codeProblem(node, { code, at: `${place}.${index}` })),
  ]);
}

function failuresIn(answer: NodeAnswer): readonly string[] {
  if ("error" in answer) return [answer.error];
  return "fails" in answer ? (answer.fails ?? []) : [];
}

interface Coded {
  readonly code: string;
  readonly at: string;
}

function codeProblem({ codes }: KnownNode, { code, at }: Coded): Problem[] {
  if (code === "STATE_TOO_LARGE" || codes.includes(code)) return [];
  return [`${at}: the node cannot fail with "${code}". ${nearestHint(code, codes)}`];
}

/** A node of a graph inside goes by its own name, or as scripts name it. */
function faultProblems({ nodes }: KnownNames, scenario: Scenario, { node: name, code, at }: Coded & { readonly node: string }): Problem[] {
  const found = nodes.filter((node) => [node.name, node.script].includes(withoutItem(name)));
  if (found.length === 0)
    return unknown(`${at}.node: `, [name], { what: "node", names: nodes.filter(({ isScripted }) => isScripted).map((node) => node.name) });
  const inert = found.map((node) => callsItsModel(node, scenario));
  if (!inert.includes(undefined)) return inert.map((why) => `${at}: ${why}`).slice(0, 1);
  return found.some((node) => codeProblem(node, { code, at }).length === 0)
    ? []
    : found.slice(0, 1).flatMap((node) => codeProblem(node, { code, at }));
}

/** A fault is thrown by what stands for a node's code: a model agent without a double has none. */
function callsItsModel({ name, script, modelAgent }: KnownNode, { agents = {}, nodes = {} }: Scenario): string | undefined {
  if (modelAgent === undefined || Object.hasOwn(agents, modelAgent) || Object.hasOwn(nodes, script)) return undefined;
  return `node "${name}" calls the model of agent "${modelAgent}": give it a double under \`agents.${modelAgent}\` to let it fail, or let one of its tools or models fail by a double under \`tools\` or \`models\`.`;
}

/** Nodes of graphs inside may share a name: an answer must fit one of them. */
async function answerProblems({ nodes }: KnownNames, name: string, answers: readonly ScriptedAnswer[]): Promise<Problem[]> {
  const asking = nodes.filter(({ question }) => question !== undefined);
  const found = asking.filter((node) => node.name === name || node.name === withoutItem(name));
  if (found.length === 0) return unknown("answers.", [name], { what: "question", names: asking.map((node) => node.name) });
  const problems = answers.map(async (answer, index): Promise<Problem[]> => {
    const misfits = await Promise.all(found.map((node) => misfitOf(node, answer)));
    const [first] = misfits;
    return misfits.includes(undefined) || first === undefined ? [] : [`answers.${name}.${index}: ${first}`];
  });
  return (await Promise.all(problems)).flat();
}

async function misfitOf({ question, deadlines }: KnownNode, answer: ScriptedAnswer): Promise<string | undefined> {
  const given = typeof answer === "string" ? { decision: answer } : answer;
  const expires = "expires" in given || given.decision === EXPIRED;
  if (expires) return deadlines ? undefined : "the question has no deadline that takes an edge, so it cannot expire.";
  const checked = question && (await checkAnswer(question, given));
  if (!question || !checked || checked.ok) return undefined;
  const hint = checked.path[0] === "decision" ? ` ${nearestHint(given.decision, Object.keys(question.decisions))}` : "";
  return `${checked.problem}.${hint}`;
}
