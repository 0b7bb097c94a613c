/** Faults that a server could have, put into the bytes of our answers: the comparison must find each, or it proves nothing. */
import { type Compared, compare } from "./compare/compare.ts";
import type { ListedDifference } from "./compare/listed-difference.ts";
import type { Exchange } from "./record/exchange.ts";
import type { Transcript } from "./record/transcript.ts";

type Fault = (exchange: Exchange) => Exchange;
type Transcripts = ReadonlyMap<string, Transcript>;

const inText =
  (from: RegExp | string, to: string): Fault =>
  (exchange) => ({ ...exchange, text: exchange.text.replace(from, to) });
const isStream = ({ text }: Exchange): boolean => text.startsWith("event: ");
const inStreams =
  (from: RegExp, to: string): Fault =>
  (exchange) =>
    isStream(exchange) ? inText(from, to)(exchange) : exchange;
const withoutHeader =
  (name: string): Fault =>
  ({ headers: { [name]: _, ...headers }, ...exchange }) => ({ ...exchange, headers });

export const planted: Readonly<Record<string, Fault>> = {
  "a created thread is answered with 201": (exchange) => ({
    ...exchange,
    status: exchange.asked === "POST /threads" ? 201 : exchange.status,
  }),
  "no Content-Location": withoutHeader("content-location"),
  "no X-Pagination-Total": withoutHeader("x-pagination-total"),
  "the first event has the id 1": inStreams(/id: 0$/m, "id: 1"),
  "the id is sent before the data": inStreams(/^(data: .*)\n(id: .*)$/m, "$2\n$1"),
  "the last event is lost": inStreams(/event: (?:(?!\n\n)[\s\S])*\n\n$/, ""),
  "an event is sent twice": inStreams(/^(event: updates\n[\s\S]*?\n\n)/m, "$1$1"),
  "another word for a run's success": inText(/"status":"success"/, '"status":"completed"'),
  "a thread that waits is idle": inText(/"status":"interrupted"/, '"status":"idle"'),
  "an answer with an id of another run": inText(/"run_id":"[0-9a-f]{8}/, '"run_id":"ffffffff'),
  "a message in its lc form": inText(/\{"id":"hello-0"/, '{"lc":1,"type":"constructor","id":"hello-0"'),
  "an error as JSON": (exchange) => (exchange.status === 404 ? { ...exchange, text: JSON.stringify({ detail: exchange.text }) } : exchange),
  "a question without its value": inText(/,"value":\{"question":"Shall I\?","amount":0\}/, ""),
  "a field that the protocol does not have": inText(/^\{"thread_id":/, '{"threadId":1,"thread_id":'),
};

/** Faults that the comparison did not notice. */
export function unnoticed(theirs: Transcripts, ours: Transcripts, differences: readonly ListedDifference[]): string[] {
  const found = (fault: Fault): number =>
    [...ours].filter(([scenario, said]) =>
      isFound(compare({ scenario, theirs: theirs.get(scenario) ?? said, ours: spoilt(said, fault) }, differences)),
    ).length;
  const before = found((exchange) => exchange);
  return Object.entries(planted).flatMap(([name, fault]) => (found(fault) > before ? [] : [name]));
}

const isFound = ({ unexpected }: Compared): boolean => unexpected.length > 0;
const spoilt = (said: Transcript, fault: Fault): Transcript => ({ ...said, exchanges: said.exchanges.map(fault) });
