/** Health, versions and this description. */
import { okQuery } from "../../routes/meta.ts";
import type { DescribedRoutes } from "./described.ts";

export const metaDescribed: DescribedRoutes = {
  "GET /ok": { summary: "The process lives; with `check`, whether it is ready", query: okQuery, answer: "Ok" },
  "GET /info": { summary: "Versions and flags", answer: "Info" },
  "GET /openapi.json": { summary: "This description", answer: "other" },
  "GET /docs": { summary: "This description as a page", answer: "other" },
};
