/** Components of a user interface that a project has for its graphs: `ui` of langgraph.json, bundled when the server starts. */
import { extname } from "node:path";
import { Router } from "express";
import { z } from "zod";
import { SignalboxError } from "../../language/issues/errors.ts";
import { onlyThese } from "../../language/schema/only-these.ts";
import { noQuery, parseBody, parseText } from "../http/parse.ts";

export interface UiFile {
  readonly basename: string;
  readonly contents: Uint8Array;
}

/** Name → its bundle. */
export type UiBundles = Readonly<Record<string, readonly UiFile[]>>;

export const uiBody = onlyThese({ name: z.string().min(1).max(500) });

export function uiRoutes(bundles: UiBundles): Router {
  const router = Router();
  const filesOf = (agent: string): readonly UiFile[] => {
    const files = Object.hasOwn(bundles, agent) ? bundles[agent] : undefined;
    if (!files) throw new SignalboxError("ROUTE_NOT_FOUND", `UI not found for agent "${agent}"`);
    return files;
  };
  router.post("/ui/:agent", noQuery, (request, response) => {
    const agent = parseText(request, "agent");
    const { name } = parseBody(request, uiBody);
    const url = (file: UiFile) =>
      `${request.protocol}://${request.get("host")}${request.baseUrl}/ui/${encodeURIComponent(agent)}/${file.basename}`;
    response.type("html").send(tagsOf(filesOf(agent), { agent, name, url }));
  });
  router.get("/ui/:agent/:basename", noQuery, (request, response) => {
    const basename = parseText(request, "basename");
    const file = filesOf(parseText(request, "agent")).find((each) => each.basename === basename);
    if (!file) throw new SignalboxError("ROUTE_NOT_FOUND", "File not found");
    response.set("Cross-Origin-Resource-Policy", "cross-origin"); // a chat of another origin shows it
    response.type(extname(basename)).send(Buffer.from(file.contents));
  });
  return router;
}

interface Shown {
  readonly agent: string;
  readonly name: string;
  readonly url: (file: UiFile) => string;
}

function tagsOf(files: readonly UiFile[], { agent, name, url }: Shown): string {
  const styles = files.filter(({ basename }) => extname(basename) === ".css");
  const script = files.find(({ basename }) => extname(basename) === ".js");
  const call = `__LGUI_${agent.replaceAll(/[^a-zA-Z0-9]/g, "_")}.render(${attribute(JSON.stringify(name))}, "{{shadowRootId}}")`;
  const tags = styles.map((file) => `<link rel="stylesheet" href="${url(file)}" />`);
  if (script) tags.push(`<script src="${url(script)}" onload='${call}'></script>`);
  return tags.join("\n");
}

/** Within single quotes of HTML. */
const attribute = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("'", "&#39;").replaceAll("<", "&lt;");
