/** A person decides by a link in a mail: on a telephone, in a browser that runs no script. */
import assert from "node:assert/strict";
import type { Client } from "@langchain/langgraph-sdk";
import type { Browser } from "playwright-core";

const PHONE = { width: 390, height: 844 };

export interface Linked {
  readonly browser: Browser;
  /** With the guest's key. */
  readonly client: Client;
  readonly apiUrl: string;
  readonly mailerKey: string;
}

export async function decideByLink({ browser, client, apiUrl, mailerKey }: Linked): Promise<void> {
  const { thread_id } = await client.threads.create();
  await client.runs.wait(thread_id, "chat", { input: { messages: [{ type: "human", content: "Basil on 2027-03-01 for 4" }] } });
  const question = await questionOf(client, thread_id);
  const made = await fetch(`${apiUrl}/interrupts/${question}/links`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": mailerKey },
    body: JSON.stringify({ person: { id: "guest" } }),
  });
  const answer = (await made.json()) as { path: string };
  assert.equal(made.status, 200, `no link: ${JSON.stringify(answer)}`);

  const context = await browser.newContext({ viewport: PHONE, isMobile: true, javaScriptEnabled: false });
  const page = await context.newPage();
  for (let opened = 0; opened < 3; opened += 1) await page.goto(apiUrl + answer.path);
  assert.equal(await questionOf(client, thread_id), question, "opening the link has decided");
  assert.equal(await page.evaluate("document.documentElement.scrollWidth"), PHONE.width, "the page is wider than the telephone");
  await page.locator("form", { hasText: "approve" }).getByRole("button").click();
  await page.getByText("Your decision was taken: approve.").waitFor();
  assert.equal(new URL(page.url()).pathname, "/links", "the address has the token");

  await page.goto(apiUrl + answer.path);
  assert.match((await page.locator("main").textContent()) ?? "", /decided as "approve"/);
  assert.equal(await page.getByRole("button").count(), 0);
  await context.close();
  const values = await client.runs.join(thread_id, await lastRun(client, thread_id));
  assert.match(JSON.stringify(values), /Enjoy your evening!/);
}

async function questionOf(client: Client, thread: string): Promise<string | undefined> {
  const { interrupts } = await client.threads.get(thread);
  return Object.values(interrupts).flat()[0]?.id;
}

async function lastRun(client: Client, thread: string): Promise<string> {
  const [run] = await client.runs.list(thread, { limit: 1 });
  assert.ok(run);
  return run.run_id;
}
