/** Runs that start by a schedule. */
import { countCronsBody, createCronBody, patchCronBody, searchCronsBody } from "../../routes/crons.ts";
import type { DescribedRoutes } from "./described.ts";

export const cronsDescribed: DescribedRoutes = {
  "POST /runs/crons": { summary: "Make a cron whose runs have threads of their own", body: createCronBody, answer: "Cron" },
  "POST /threads/:thread_id/runs/crons": { summary: "Make a cron that continues a thread", body: createCronBody, answer: "Cron" },
  "POST /runs/crons/search": { summary: "Find crons", body: searchCronsBody, answer: ["Cron"] },
  "POST /runs/crons/count": { summary: "Count crons", body: countCronsBody, answer: "Count" },
  "PATCH /runs/crons/:cron_id": { summary: "Change a cron", body: patchCronBody, answer: "Cron" },
  "DELETE /runs/crons/:cron_id": { summary: "Delete a cron", status: 204 },
};
