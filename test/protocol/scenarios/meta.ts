/** The server itself: health, version, unknown routes, and the headers that pages from other origins need. */
import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenario.ts";

const origin = "http://localhost:3000";

export const meta: readonly Scenario[] = [
  ...scenarios("GET /ok", { health: ({ http }) => http("GET /ok") }),
  ...scenarios("GET /info", { version: ({ http }) => http("GET /info") }),
  ...scenarios("GET /unknown", { "unknown route": ({ http }) => http("GET /unknown") }),
  ...scenarios("POST /threads", {
    "body as text/plain": ({ http, tag }) =>
      http("POST /threads", { text: JSON.stringify({ metadata: { tag } }), headers: { "content-type": "text/plain;charset=UTF-8" } }),
    "malformed JSON": ({ http }) => http("POST /threads", { text: "{" }),
    "another origin": ({ http, tag }) => http("POST /threads", { body: { metadata: { tag } }, headers: { origin } }),
  }),
  ...scenarios("OPTIONS /threads", {
    preflight: ({ http }) =>
      http("OPTIONS /threads", {
        headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type" },
      }),
  }),
];
