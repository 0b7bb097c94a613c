/** Health and version of the server. */
import { Router } from "express";

export interface Versions {
  readonly version: string;
  readonly langgraph_js_version: string;
}

export function metaRoutes(versions: Versions): Router {
  const router = Router();
  router.get("/ok", (_request, response) => {
    response.json({ ok: true });
  });
  router.get("/info", (_request, response) => {
    const flags = { assistants: true, crons: false, langsmith: false, langsmith_tracing_replicas: false };
    response.json({ ...versions, context: "js", flags });
  });
  return router;
}
