/** Health and version of the server. */
import { Router } from "express";
import { z } from "zod";
import { onlyThese } from "../../language/schema/only-these.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { readyChecks } from "../../runtime/runtime.ts";
import { openStreamsOf } from "../connections/open-streams.ts";
import { noQuery, parseQuery } from "../http/parse.ts";
import { versionOf } from "../version-of.ts";

export interface Versions {
  readonly version: string;
  readonly langgraph_js_version: string;
}

export const installedVersions = (): Versions => ({
  version: versionOf("signalbox"),
  langgraph_js_version: versionOf("@langchain/langgraph"),
});

/** Names of checks, with commas between them; without a name, all. */
export const okQuery = onlyThese({
  check: z
    .string()
    .transform((text) => (text === "" ? [...readyChecks] : text.split(",")))
    .pipe(z.array(z.enum(readyChecks)))
    .optional(),
});

/** The process lives: 200, with what does not work at the moment. With `check` it is readiness: 503 if one of them fails. */
export function metaRoutes(versions: Versions, runtime: Pick<Runtime, "troubles" | "failures">): Router {
  const router = Router();
  router.get("/ok", async (request, response) => {
    const { check } = parseQuery(request, okQuery);
    const failed = check ? { ...(await runtime.failures(check)), ...(openStreamsOf(request)?.isClosing && { server: "it stops" }) } : {};
    const ok = Object.keys(failed).length === 0;
    const open = runtime.troubles();
    response.status(ok ? 200 : 503).json({ ok, ...(!ok && { failed }), ...(open.length > 0 && { troubles: open }) });
  });
  router.get("/info", noQuery, (_request, response) => {
    const flags = { assistants: true, crons: true, langsmith: false, langsmith_tracing_replicas: false, strict_resume: true };
    response.json({ ...versions, context: "js", flags });
  });
  return router;
}
