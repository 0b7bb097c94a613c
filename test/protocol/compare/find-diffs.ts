/** Where two servers' answers to the same request differ, as a list of the smallest places. It does not judge; listed.ts does. */
import { bodyOf, type Exchange, type ServerEvent } from "../record/exchange.ts";
import { align, type Pair } from "./align.ts";
import { hasIds, type Names, skeleton } from "./names.ts";

export interface Diff {
  /** The scenario's name. */
  readonly scenario: string;
  /** `POST /threads/<id>/runs`, without its query. */
  readonly request: string;
  /** `body.metadata.graph_id`, `events.values.data.log.0`, `status`, `headers.content-type`. */
  readonly path: string;
  readonly theirs: unknown;
  readonly ours: unknown;
}

interface Place {
  readonly scenario: string;
  /** Of the whole scenario. */
  readonly names: Names;
}

/** An answer with another status is one difference: its body has another meaning. */
export function findDiffs(theirs: Exchange | undefined, ours: Exchange | undefined, { scenario, names }: Place): Diff[] {
  const request = skeleton((theirs ?? ours)?.asked.split("?")[0] ?? "");
  const differ = (path: string, left: unknown, right: unknown): Diff[] => [{ scenario, request, path, theirs: left, ours: right }];
  if (!theirs || !ours) return differ("request", theirs?.asked, ours?.asked);
  if (theirs.status !== ours.status) return differ("status", shown(theirs), shown(ours));
  const walk = new Walk(names, differ);
  const [left, right] = [bodyOf(theirs), bodyOf(ours)];
  const bodies =
    isEvents(theirs) && isEvents(ours) ? walk.events(left as ServerEvent[], right as ServerEvent[]) : walk.values(left, right, "body");
  // the ids of headers are those of the body
  return [...bodies, ...walk.values(theirs.headers, ours.headers, "headers")];
}

const isEvents = ({ headers }: Exchange): boolean => headers["content-type"]?.startsWith("text/event-stream") ?? false;
const shown = (exchange: Exchange): unknown => ({ status: exchange.status, body: bodyOf(exchange) });
type Differ = (path: string, theirs: unknown, ours: unknown) => Diff[];

class Walk {
  readonly #names: Names;
  readonly #differ: Differ;

  constructor(names: Names, differ: Differ) {
    this.#names = names;
    this.#differ = differ;
  }

  /** Those of each name are compared in their order. How events of several names follow each other is one difference, `order`, and ids depend on it. */
  events(theirs: readonly ServerEvent[], ours: readonly ServerEvent[]): Diff[] {
    const names = [...new Set([...theirs, ...ours].map(nameOf))];
    const pairs = names.flatMap((name) => align(theirs.filter(isNamed(name)), ours.filter(isNamed(name)), kindOf));
    const [left, right] = [theirs.map(nameOf).join(" "), ours.map(nameOf).join(" ")];
    const order = left === right ? [] : this.#differ("events.order", left, right);
    return [...pairs.flatMap((pair) => this.#event(pair, order.length > 0)), ...order];
  }

  #event([theirs, ours]: Pair<ServerEvent>, isOrderless: boolean): Diff[] {
    const path = `events.${nameOf(theirs ?? ours)}`;
    if (!theirs || !ours) return this.#differ(path, theirs?.data, ours?.data);
    const idOf = ({ id }: ServerEvent): unknown => (isOrderless ? id !== undefined : id);
    return this.values({ ...theirs, event: undefined, id: idOf(theirs) }, { ...ours, event: undefined, id: idOf(ours) }, path);
  }

  values(theirs: unknown, ours: unknown, path: string): Diff[] {
    if (typeof theirs === "string" && typeof ours === "string")
      return this.#names.same(theirs, ours) ? [] : this.#differ(path, theirs, ours);
    if (typeof theirs === "number" && typeof ours === "number")
      return this.#names.sameNumber(theirs, ours) ? [] : this.#differ(path, theirs, ours);
    if (Array.isArray(theirs) && Array.isArray(ours)) return this.#lists(theirs, ours, path);
    if (isRecord(theirs) && isRecord(ours)) return this.#records(theirs, ours, path);
    return theirs === ours ? [] : this.#differ(path, theirs, ours);
  }

  #lists(theirs: readonly unknown[], ours: readonly unknown[], path: string): Diff[] {
    if (theirs.length !== ours.length) return this.#differ(path, theirs, ours);
    return theirs.flatMap((item, at) => this.values(item, ours[at], `${path}.${at}`));
  }

  /** Keys that are ids are paired by what they hold, then in their order, unless it is known which belong together. */
  #records(theirs: Readonly<Record<string, unknown>>, ours: Readonly<Record<string, unknown>>, path: string): Diff[] {
    const ids = Object.keys(ours).filter(hasIds);
    const partners = Object.keys(theirs)
      .filter(hasIds)
      .map((key): [string, string | undefined] => {
        const alike = ids.filter((id) => skeleton(id) === skeleton(key));
        const equal = alike.filter((id) => skeleton(JSON.stringify(ours[id])) === skeleton(JSON.stringify(theirs[key])));
        const known = [...equal, ...alike].find((id) => this.#names.same(key, id));
        if (known !== undefined) ids.splice(ids.indexOf(known), 1);
        return [key, known];
      });
    const plain = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])].filter((key) => !hasIds(key));
    return [
      ...plain.sort().flatMap((key) => this.values(theirs[key], ours[key], `${path}.${key}`)),
      ...partners.flatMap(([key, known]) =>
        this.values(theirs[key], known === undefined ? undefined : ours[known], `${path}.${skeleton(key)}`),
      ),
      ...ids.flatMap((id) => this.#differ(`${path}.${skeleton(id)}`, undefined, ours[id])),
    ];
  }
}

const nameOf = (event: ServerEvent | undefined): string => skeleton(event?.event ?? "").replaceAll(".", " ");
const isNamed = (name: string) => (event: ServerEvent) => nameOf(event) === name;
/** Of events of one name: the tasks and checkpoints of `debug`, and in protocol v2 where and what. */
function kindOf({ data }: ServerEvent): string {
  if (!isRecord(data)) return "";
  const { namespace, data: inner } = isRecord(data.params) ? data.params : {};
  const event = isRecord(inner) ? inner.event : undefined;
  return skeleton(`${data.type} ${data.step} ${event} ${data.method === "lifecycle" ? namespace : ""}`);
}
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
