/** Addresses to which a run's user sends feedback without a key of LangSmith: one for each of the run's `feedback_keys`. Never fails the run. */
import { messageOf } from "../../../language/issues/thrown.ts";
import { isRecord } from "../../../language/schema/is-record.ts";
import type { RunRow } from "../../../persistence/statements/runs/rows.ts";
import type { EventLog } from "../../event-log/event-log.ts";
import type { Services } from "../../services.ts";

const TIMEOUT_MS = 5_000;
const KEPT_HOURS = 3;

type Run = Pick<RunRow, "id" | "kwargs">;

/** Ends the stream with an event `feedback`, while the server has a key of LangSmith. */
export async function pushFeedback(services: Pick<Services, "secret" | "log">, { id, kwargs }: Run, log: EventLog): Promise<void> {
  const { feedback_keys: names = [] } = kwargs;
  const key = services.secret("LANGSMITH_API_KEY") || services.secret("LANGCHAIN_API_KEY");
  if (names.length === 0 || !key) return;
  const endpoint = services.secret("LANGSMITH_ENDPOINT") || "https://api.smith.langchain.com";
  try {
    const addresses = await Promise.all(names.map(async (name) => [name, await addressFor({ endpoint, key, run: id, name })]));
    log.push("feedback", Object.fromEntries(addresses));
  } catch (error) {
    services.log.warn("LangSmith gives no addresses for feedback", { run: id, reason: messageOf(error) });
  }
}

interface Wanted {
  readonly endpoint: string;
  readonly key: string;
  readonly run: string;
  readonly name: string;
}

async function addressFor({ endpoint, key, run, name }: Wanted): Promise<string> {
  const response = await fetch(`${endpoint.replace(/\/$/, "")}/feedback/tokens`, {
    method: "POST",
    headers: { "x-api-key": key, "content-type": "application/json" },
    body: JSON.stringify({ run_id: run, feedback_key: name, expires_in: { days: 0, hours: KEPT_HOURS, minutes: 0 } }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok || !isRecord(answer) || typeof answer.url !== "string") throw new Error(`it answered ${response.status}`);
  return answer.url;
}
