/** `npm run test:browser`: React pages of another origin in a real Chromium, against a real server. Exit code 1 when one of the steps fails. */
import { Client } from "@langchain/langgraph-sdk";
import { chromium } from "playwright-core";
import { ChatPage } from "./chat-page.ts";
import { serveChat } from "./chat-server.ts";
import { decideByLink } from "./decide-by-link.ts";
import { findChromium } from "./find-chromium.ts";
import { servePages } from "./pages.ts";

const WORD_MS = 150;

const api = { apiUrl: "", apiKey: "" };
const pages = await servePages(() => api);
const server = await serveChat(pages.origin, WORD_MS);
Object.assign(api, { apiUrl: server.url, apiKey: server.guestKey });
const client = new Client(api);
const { executablePath, env } = await findChromium();
const browser = await chromium.launch({ executablePath, env, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
console.log(`Chromium ${browser.version()}: ${executablePath}`);

const page = (hook: string) => new ChatPage({ browser, client, origin: pages.origin, hook });
let failures = 0;
for (const hook of ["legacy", "v2"]) {
  await step(hook, "streams tokens, shows the question under its message, and goes on after a reload in the middle", () =>
    page(hook).booking(),
  );
  await step(hook, "shows what was asked while no page was open, and who else has decided", () => page(hook).conflict());
}
await step("link", "decides a question from a telephone without JavaScript, once, and not by being opened", () =>
  decideByLink({ browser, client, apiUrl: api.apiUrl, mailerKey: server.mailerKey }),
);
await step("keys", "a page without a key is told that it needs one", () => page("legacy").refused());
await browser.close();
pages.close();
await server.close();
console.log(failures === 0 ? "all green" : `${failures} failed`);
process.exit(failures === 0 ? 0 : 1);

async function step(hook: string, name: string, run: () => Promise<void>): Promise<void> {
  const began = performance.now();
  try {
    await run();
    console.log(`ok ${hook}: ${name} (${Math.round(performance.now() - began)} ms)`);
  } catch (error) {
    failures += 1;
    console.error(`FAILED ${hook}: ${name}`, error);
  }
}
