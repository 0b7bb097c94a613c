/** Whose code a CPU profile of the server found at work: a part for each package, and for each folder of ours. */

export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** In µs, since the sample before. */
  readonly timeDeltas: readonly number[];
  /** In µs of the clock of `process.hrtime`. */
  readonly startTime: number;
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
}

/** The first that matches. What Node and V8 do for somebody belongs to whoever called it. */
const PARTS: readonly (readonly [part: string, url: RegExp])[] = [
  ["LangGraph and LangChain core", /node_modules\/@langchain\//],
  ["LangSmith", /node_modules\/langsmith\//],
  ["Postgres driver", /node_modules\/(pg|pg-[\w-]+|postgres-[\w-]+)\//],
  ["HTTP: Express, its middlewares, the log", /node_modules\/|\/server\//],
  ["checkpointer and its queue", /\/persistence\/checkpointer\//],
  ["statements and connections", /\/persistence\//],
  ["serialisation and sizes", /\/language\/schema\/|\/runtime\/streams\//],
  ["vertex: path, labels, arguments", /\/(nodes|compile|language|telemetry)\//],
  ["run engine and events", /\/runtime\//],
];

export interface Share {
  readonly part: string;
  readonly us: number;
}

export interface Span {
  /** In µs of `process.hrtime`. */
  readonly from: number;
  readonly to: number;
  /** In µs. A sample that comes later than twice this is left out: the process did not run in between, mostly because it woke Postgres. */
  readonly interval: number;
}

/** What was busy in that time. */
export function sharesOf(profile: CpuProfile, { from, to, interval }: Span): Share[] {
  const partOf = parts(profile);
  const found = new Map<string, number>();
  let at = profile.startTime;
  for (const [index, id] of profile.samples.entries()) {
    const us = profile.timeDeltas[index] ?? 0;
    at += us;
    const part = at < from || at > to || us > 2 * interval ? undefined : partOf.get(id);
    if (part !== undefined) found.set(part, (found.get(part) ?? 0) + us);
  }
  return [...found].map(([part, us]) => ({ part, us })).sort((a, b) => b.us - a.us);
}

/** The part of each node of the tree; none for the time in which nothing ran. */
function parts({ nodes }: CpuProfile): ReadonlyMap<number, string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found = new Map<number, string>();
  const visit = (id: number, caller: string): void => {
    const node = byId.get(id);
    if (!node || ["(idle)", "(program)"].includes(node.callFrame.functionName)) return;
    const part = partAt(node.callFrame, caller);
    found.set(id, part);
    for (const child of node.children ?? []) visit(child, part);
  };
  const [root] = nodes;
  if (root) visit(root.id, "Node alone");
  return found;
}

function partAt({ functionName, url }: ProfileNode["callFrame"], caller: string): string {
  if (functionName === "(garbage collector)") return "garbage collection";
  return PARTS.find(([, pattern]) => pattern.test(url))?.[0] ?? caller;
}
