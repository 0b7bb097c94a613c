/** GET /openapi.json and GET /docs. */
import { Router } from "express";
import { noQuery } from "../http/parse.ts";
import { docsPage } from "./docs-page.ts";
import { openApiDocument } from "./document.ts";

export function openApiRoutes(version: string): Router {
  const router = Router();
  let made: ReturnType<typeof openApiDocument> | undefined;
  const document = () => (made ??= openApiDocument(version));
  router.get("/openapi.json", noQuery, (_request, response) => {
    response.json(document());
  });
  router.get("/docs", noQuery, (_request, response) => {
    response.type("html").send(docsPage(document()));
  });
  return router;
}
