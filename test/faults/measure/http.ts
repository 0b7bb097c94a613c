/** Serves a runtime's API on a real port and sends requests to it. */
import type { Runtime } from "../../../runtime/runtime.ts";
import { serve } from "../../server/serve.ts";

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Http {
  readonly send: (method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

export async function serveOverHttp(runtime: Runtime): Promise<Http> {
  const { url, close } = await serve({ runtime });
  return {
    close: () => close(0),
    async send(method, path, body, more = {}) {
      const headers = { accept: "application/problem+json", "content-type": "application/json", ...more };
      const answer = await fetch(`${url}${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
      const text = await answer.text();
      return { status: answer.status, body: text === "" ? {} : JSON.parse(text) };
    },
  };
}

export const isRefused = ({ status }: Answer): boolean => status >= 400 && status < 500;
