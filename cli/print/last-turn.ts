/** Asks a running server which way a thread's last turn took. */
import { z } from "zod";
import type { Step } from "../../draw/drawing/mark-path.ts";
import { SignalboxError } from "../../language/issues/errors.ts";

const Answer = z.object({ turns: z.array(z.object({ path: z.array(z.object({ node: z.string(), label: z.string() })) })) });

export async function lastTurn(url: string, thread: string): Promise<Step[]> {
  const route = `${url.replace(/\/$/, "")}/threads/${encodeURIComponent(thread)}/path`;
  const response = await fetch(route, { headers: { accept: "application/problem+json" } }).catch((cause: unknown) => {
    throw new SignalboxError("SERVER_UNREACHABLE", `No server answers at ${url}: start it by "signalbox serve", or name it by --url`, {
      cause,
      url,
    });
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw refusal(response.status, body, url);
  const answer = Answer.safeParse(body);
  if (!answer.success) throw new SignalboxError("SERVER_UNREACHABLE", `${url} answers, but not as a Signalbox server`, { url });
  return answer.data.turns.at(-1)?.path ?? [];
}

function refusal(status: number, body: unknown, url: string): SignalboxError {
  const said = z.object({ detail: z.string() }).safeParse(body);
  return new SignalboxError("THREAD_NOT_FOUND", `${url} answers ${status}${said.success ? `: ${said.data.detail}` : ""}`, { url });
}
