/** Makes two servers' conversations comparable: ids and times get names, and intended differences are removed, each with its reason. */
import type { Entry } from "./transcript.ts";

type Json = unknown;
type Rewrite = (value: Record<string, Json>) => Record<string, Json>;

/** Applied to every object of a response, at any depth. */
const intended: readonly Rewrite[] = [
  // ours is always present, so that clients need not check; the reference also lists tasks without questions
  function emptyInterrupts({ interrupts, ...rest }) {
    if (!("thread_id" in rest) || interrupts === undefined || Array.isArray(interrupts))
      return interrupts === undefined ? rest : { ...rest, interrupts };
    const open = Object.entries(interrupts as object).filter(([, list]) => (list as unknown[]).length > 0);
    return open.length > 0 ? { ...rest, interrupts: Object.fromEntries(open) } : rest;
  },
  // the reference adds its own settings to kwargs; what the client sent is the same
  function settings({ kwargs, ...rest }) {
    if (kwargs === undefined) return rest;
    const { input, command, stream_mode } = kwargs as Record<string, Json>;
    return { ...rest, kwargs: { input, command, stream_mode } };
  },
  // zod 3 and zod 4 word their issues differently; the places are the same
  function wording({ issues, ...rest }) {
    return issues === undefined ? rest : { ...rest, issues: (issues as { path: Json }[]).map(({ path }) => path) };
  },
  // null and missing are the same in a list of schemas
  function noSchema(value) {
    return "input_schema" in value ? Object.fromEntries(Object.entries(value).filter(([, schema]) => schema !== null)) : value;
  },
  // why a run was cancelled, as newer servers say it
  function cancelReason({ cancel_reason, ...rest }) {
    return rest;
  },
  // names that only the reference's own deployment has
  function deployment({ langgraph_host, langgraph_plan, langgraph_version, ls_integration, run_attempt, ...rest }) {
    return rest;
  },
];

/** Where we still lack something that the reference has. Remove an entry when it no longer differs. */
const missing: readonly Rewrite[] = [
  // a checkpoint does not keep the configuration of its run
  function checkpointMetadata(value) {
    if (!("parent_checkpoint" in value) || !value.metadata) return value;
    const { source, step, parents } = value.metadata as Record<string, Json>;
    return { ...value, metadata: { source, step, parents } };
  },
  // a thread does not keep the configuration of earlier runs
  function threadConfig(value) {
    return "config" in value && "thread_id" in value ? { ...value, config: {} } : value;
  },
  // the first run of a thread does not name its graph
  function runMetadata(value) {
    if (!("run_id" in value) || !value.metadata) return value;
    const { graph_id, assistant_id, ...metadata } = value.metadata as Record<string, Json>;
    return { ...value, metadata };
  },
];

export function comparable(entries: readonly Entry[]): Entry[] {
  const ids = new Map<string, string>();
  return entries.map((entry) => named(rewritten(withoutIntended(entry)) as Entry, ids));
}

function withoutIntended(entry: Entry): Entry {
  const { asked, status, body } = entry;
  // we send JSON with its own content type
  if (/runs\/wait$/.test(asked)) return { ...entry, type: "application/json" };
  // we name an unknown run
  if (status === 404 && /\/runs\//.test(asked)) return { ...entry, body: "not found" };
  // our streams without a thread have ids as well
  if (asked === "POST /runs/stream") return { ...entry, body: (body as unknown[][]).map((event) => event.slice(0, 2)) };
  return entry;
}

function rewritten(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(rewritten);
  const whole = [...intended, ...missing].reduce((rest, rewrite) => rewrite(rest), value as Record<string, Json>);
  return Object.fromEntries(Object.entries(whole).map(([key, item]) => [key, rewritten(item)]));
}

/** UUIDs and interrupt ids become `<id 1>`, `<id 2>`, … in order of appearance; times become `<time>`. */
function named(entry: Entry, ids: Map<string, string>): Entry {
  const name = (id: string): string => {
    const known = ids.get(id) ?? `<id ${ids.size + 1}>`;
    ids.set(id, known);
    return known;
  };
  const text = JSON.stringify(sorted(entry))
    .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b/g, name)
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>");
  return JSON.parse(text);
}

/** With keys in one order, so that ids appear in one order. */
function sorted(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
