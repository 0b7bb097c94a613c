/** What a person does on one of the pages, and what must be seen there. */
import assert from "node:assert/strict";
import type { Client } from "@langchain/langgraph-sdk";
import type { Browser, Page } from "playwright-core";

const PATIENCE_MS = 60_000;

export interface Visited {
  readonly browser: Browser;
  readonly client: Client;
  readonly origin: string;
  readonly hook: string;
}

export class ChatPage {
  readonly #visited: Visited;

  constructor(visited: Visited) {
    this.#visited = visited;
  }

  async booking(): Promise<void> {
    const { client, hook } = this.#visited;
    const page = await this.#open();
    await page.fill("input", `Basil on 2027-01-0${hook === "v2" ? 2 : 1} for 2`);
    await page.getByRole("button", { name: "Send" }).click();
    await seesWordByWord(page);
    assert.match((await page.locator("pre").textContent()) ?? "", /wants to call bookTable.*"restaurant":"Basil"/);
    const asked = await said(page);
    assert.deepEqual(typesOf(asked), ["human", "ai"]);

    await page.reload();
    await approve(page).waitFor();
    assert.deepEqual(await said(page), asked);
    await approve(page).click();
    await page.getByText("Your table").waitFor();
    await page.reload(); // in the middle of the answer
    await page.getByText("Enjoy your evening!").waitFor();
    await isNotAsked(page);
    const thread = new URL(page.url()).searchParams.get("thread") ?? "";
    for (const { run_id } of await client.runs.list(thread)) await client.runs.join(thread, run_id);
    await page.reload();
    await page.getByText("Enjoy your evening!").waitFor();
    await isNotAsked(page);
    assert.deepEqual(typesOf(await said(page)), ["human", "ai", "tool", "ai"]);
    const { values } = await client.threads.getState<{ messages: { id: string }[] }>(thread);
    assert.equal(new Set(values.messages.map(({ id }) => id)).size, 4);
    await page.close();
  }

  async conflict(): Promise<void> {
    const { client, hook } = this.#visited;
    const { thread_id } = await client.threads.create();
    const input = { messages: [{ type: "human", content: `Cedar on 2027-02-0${hook === "v2" ? 2 : 1} for 3` }] };
    await client.runs.wait(thread_id, "chat", { input });
    const page = await this.#open(thread_id);
    await approve(page).waitFor();
    const decisions = [{ type: "reject", message: "We stay in." }];
    await client.runs.wait(thread_id, "chat", { command: { resume: { decisions } } });
    await approve(page).click();
    await page.locator("output").waitFor();
    assert.match((await page.locator("output").textContent()) ?? "", /was decided as "reject"/);
    await page.reload();
    await page.getByText("I did not book it: We stay in.").waitFor();
    await isNotAsked(page);
    await page.close();
  }

  /** Without a key. */
  async refused(): Promise<void> {
    const page = await this.#open();
    await page.route(/\/threads/, (route) => {
      const { "x-api-key": _key, ...headers } = route.request().headers();
      return route.continue({ headers });
    });
    await page.fill("input", "Basil on 2027-04-01 for 2");
    await page.getByRole("button", { name: "Send" }).click();
    await page.locator("output").waitFor();
    assert.match((await page.locator("output").textContent()) ?? "", /401/);
    await page.close();
  }

  async #open(thread?: string): Promise<Page> {
    const { browser, origin, hook } = this.#visited;
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("pageerror", (error) => console.error(`  page: ${error.message}`));
    if (process.env.VERBOSE) page.on("console", (line) => console.log(`  console: ${line.text()}`));
    await page.goto(`${origin}/${hook}${thread ? `?thread=${thread}` : ""}`);
    return page;
  }
}

const approve = (page: Page) => page.getByRole("button", { name: "Approve" });
const said = (page: Page) => page.locator("p").evaluateAll((all) => all.map((one) => [one.className, one.textContent ?? ""]));
const typesOf = (lines: readonly string[][]) => lines.map(([type]) => type);
const isNotAsked = async (page: Page) => assert.ok(!(await approve(page).isVisible()), "the answered question has come back");

async function seesWordByWord(page: Page): Promise<void> {
  const seen = new Set<string>();
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until && !(await approve(page).isVisible())) {
    if ((await page.locator("p.ai").count()) > 0) seen.add((await page.locator("p.ai").last().textContent()) ?? "");
    await page.waitForTimeout(20);
  }
  assert.ok(
    await approve(page).isVisible(),
    `no question is shown; the page says ${JSON.stringify(await page.locator("main").textContent())}`,
  );
  const growing = [...seen].filter((words) => words !== "" && "I will book that for you.".startsWith(words));
  assert.ok(growing.length >= 3, `tokens were not seen one after the other: ${JSON.stringify([...seen])}`);
}
