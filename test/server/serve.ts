/** Serves the API on a free port for one test file. */
import { type AppOptions, createApp } from "../../server/app.ts";
import { type Listening, listen } from "../../server/listen.ts";

export const versions = { version: "0.0.0-test", langgraph_js_version: "1.7.3" };

export async function serve(options: Partial<AppOptions> & Pick<AppOptions, "runtime">): Promise<Listening> {
  return listen(createApp({ versions, ...options }), 0);
}
