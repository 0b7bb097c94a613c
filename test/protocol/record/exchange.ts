/** One request to a server and its whole answer, as it was on the wire. */

export interface Exchange {
  /** `POST /threads/<id>/runs?x=1`: without the server's address, so that two servers' exchanges can be compared. */
  readonly asked: string;
  readonly status: number;
  /** Those of `COMPARED_HEADERS`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What clients of the protocol read. */
export const COMPARED_HEADERS = [
  "content-type",
  "content-location",
  "location",
  "x-pagination-total",
  "x-pagination-next",
  "cache-control",
  "access-control-allow-origin",
  "access-control-expose-headers",
] as const;

export interface ServerEvent {
  /** Its fields in their order: `event,data,id`. */
  readonly fields: string;
  readonly event: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

/** A body as its reader sees it: events, JSON, or text. Comments and keep-alives are no part of it. */
export function bodyOf({ headers, text }: Pick<Exchange, "headers" | "text">): unknown {
  if (headers["content-type"]?.startsWith("text/event-stream")) return eventsOf(text);
  return jsonOr(text);
}

export function eventsOf(text: string): ServerEvent[] {
  return text
    .split("\n\n")
    .filter((block) => block.trim() !== "" && !block.startsWith(":"))
    .map(eventOf);
}

function eventOf(block: string): ServerEvent {
  const lines = block.split("\n").map((line): [string, string] => {
    const colon = line.indexOf(": ");
    return [line.slice(0, colon), line.slice(colon + 2)];
  });
  const { event = "", id, data } = Object.fromEntries(lines);
  return { fields: lines.map(([field]) => field).join(), event, id, data: data === undefined ? undefined : jsonOr(data) };
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
