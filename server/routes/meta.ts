/** Health and version of the server. */
import { Router } from "express";
import { noQuery } from "../http/parse.ts";

export interface Versions {
  readonly version: string;
  readonly langgraph_js_version: string;
}

/** `troubles`: what does not work at the moment, though the server does. */
export function metaRoutes(versions: Versions, troubles: () => readonly string[]): Router {
  const router = Router();
  router.get("/ok", (_request, response) => {
    const open = troubles();
    response.json({ ok: true, ...(open.length > 0 && { troubles: open }) });
  });
  router.get("/info", noQuery, (_request, response) => {
    const flags = { assistants: true, crons: false, langsmith: false, langsmith_tracing_replicas: false };
    response.json({ ...versions, context: "js", flags });
  });
  return router;
}
