/** Starts a run on a thread or on a temporary one: in the background, awaited, or with its events as a stream. */
import type { Request, Response, Router } from "express";
import type { Run } from "../../../runtime/protocol/run.ts";
import type { HeadersOf } from "../../http/configurable-headers.ts";
import { noQuery, parseQuery } from "../../http/parse.ts";
import type { ServicesOf } from "../../identity/services-of.ts";
import { parseRun } from "./run-body.ts";
import { type Followed, sendResult, sendRunEvents, setReconnectLocation, setRunLocation, startStreamQuery } from "./run-responses.ts";

interface Started {
  readonly run: Run;
  readonly followed: Followed;
}

interface StartRoutes {
  readonly services: ServicesOf;
  readonly headersOf: HeadersOf;
  readonly path: string;
  /** The thread that the path names, or null for a temporary one. */
  readonly threadIdOf: (request: Request) => string | null;
}

export function addStartRoutes(router: Router, { services, headersOf, path, threadIdOf }: StartRoutes): void {
  const start = async (request: Request, response: Response): Promise<Started> => {
    const threadId = threadIdOf(request);
    const body = parseRun(request, headersOf);
    const run = await services(request).runs.create(threadId, body);
    setRunLocation(response, run, threadId);
    return { run, followed: { threadId, runId: run.run_id, cancelOnDisconnect: body.on_disconnect === "cancel" } };
  };
  router.post(path, noQuery, async (request, response) => {
    const { run } = await start(request, response);
    response.json(run);
  });
  router.post(`${path}/wait`, noQuery, async (request, response) => {
    const { followed } = await start(request, response);
    await sendResult(response, services(request).runs, followed);
  });
  router.post(`${path}/stream`, async (request, response) => {
    parseQuery(request, startStreamQuery);
    const { run, followed } = await start(request, response);
    setReconnectLocation(response, run);
    await sendRunEvents(request, response, { runs: services(request).runs, followed });
  });
}
