/** How the webhooks of a project's runs are signed, and where they may go: from the environment, and from http.app of langgraph.json. */
import type { WebhookSettings } from "../../runtime/webhooks/settings.ts";
import type { Io } from "../program/io.ts";
import { importCustomApp } from "../project/import-custom-app.ts";
import type { Project } from "../project/project.ts";

export function webhookSettings({ app }: Pick<Project, "app">, io: Io): WebhookSettings {
  const { SIGNALBOX_WEBHOOK_SECRET: secrets, SIGNALBOX_WEBHOOK_HOSTS: hosts } = io.env;
  const toApp: WebhookSettings["toApp"] = async (path, sent) => {
    const { postToApp } = await import("../../server/custom/post-to-app.ts");
    return app ? postToApp(await importCustomApp(app, io), path, sent) : 404;
  };
  return { secrets: listIn(secrets), allowedHosts: listIn(hosts), ...(app && { toApp }) };
}

/** With spaces or commas between them. */
export const listIn = (text = ""): string[] => text.split(/[\s,]+/).filter((item) => item !== "");
