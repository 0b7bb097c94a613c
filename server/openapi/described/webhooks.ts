/** What became of webhooks. */
import { webhooksQuery } from "../../routes/webhooks.ts";
import type { DescribedRoutes } from "./described.ts";

export const webhooksDescribed: DescribedRoutes = {
  "GET /webhooks": { summary: "Webhooks of runs that have ended, newest first", query: webhooksQuery, answer: ["Webhook"] },
  "POST /webhooks/:webhook_id/replay": { summary: "Send a webhook again", answer: "Webhook", status: 202 },
};
