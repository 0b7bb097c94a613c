/** The API's description as a page: no script, and nothing from another server. */
import { escapeHtml as text } from "../links/html.ts";
import type { openApiDocument } from "./document.ts";

type Document = ReturnType<typeof openApiDocument>;

export function docsPage({ info, paths, tags }: Document): string {
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const sections = tags.map(({ name }) => {
    const own = routes.filter(({ operation }) => (operation.tags as string[]).includes(name));
    return `<h2>${text(name)}</h2>${own.map(({ path, method, operation }) => details(`${method.toUpperCase()} ${path}`, operation)).join("")}`;
  });
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text(info.title)} API</title>
<style>body{font:15px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}code,pre{font-family:ui-monospace,monospace}summary{cursor:pointer;padding:.3rem 0}pre{overflow:auto;background:#8881;padding:.7rem}</style></head>
<body><h1>${text(info.title)} ${text(info.version)}</h1><p>${text(info.description)} <a href="openapi.json">openapi.json</a></p>${sections.join("")}</body></html>`;
}

function details(
  route: string,
  { summary, parameters, requestBody, responses, "x-scope": scope }: Readonly<Record<string, unknown>>,
): string {
  const parts = JSON.stringify({ scope, parameters, requestBody, responses }, undefined, 2);
  return `<details><summary><code>${text(route)}</code> ${text(String(summary))}</summary><pre>${text(parts)}</pre></details>`;
}
