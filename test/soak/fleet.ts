/** Servers and workers as an operator runs them: processes of the real program, restarted when they exit. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../support/servers/free-port.ts";

const SERVERS = 2;
const WORKERS = 4;
const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Member {
  readonly name: string;
  readonly args: readonly string[];
  /** Of a server. */
  readonly url?: string;
  child: ChildProcess | undefined;
  /** It has printed that it is ready. */
  isUp: boolean;
}

export class Fleet {
  readonly servers: Member[] = [];
  readonly workers: Member[] = [];
  readonly #databaseUrl: string;
  #isStopping = false;

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
  }

  async start(): Promise<void> {
    for (let server = 0; server < SERVERS; server++) {
      const port = await freePort();
      const args = ["serve", "--port", String(port), "--slots", "2"];
      this.servers.push({ name: `server ${server}`, args, url: `http://127.0.0.1:${port}`, child: undefined, isUp: false });
    }
    for (let worker = 0; worker < WORKERS; worker++)
      this.workers.push({ name: `worker ${worker}`, args: ["worker", "--slots", "4"], child: undefined, isUp: false });
    process.once("exit", () => {
      for (const { child } of this.members) child?.kill("SIGKILL");
    });
    for (const member of this.members) this.#launch(member);
    await Promise.all(this.servers.map(({ url }) => answers(url as string)));
  }

  get members(): Member[] {
    return [...this.servers, ...this.workers];
  }

  /** Resolves to the number of processes that did not exit with code 0 on SIGTERM. */
  async stop(): Promise<number> {
    while (this.members.some(({ isUp }) => !isUp)) await sleep(200);
    this.#isStopping = true;
    const ends = this.members.map(async ({ child }) => {
      if (!child) return false;
      const ended = once(child, "exit") as Promise<[number | null]>;
      child.kill("SIGTERM");
      const [code] = await Promise.race([ended, sleep(60_000, [null])]);
      child.kill("SIGKILL");
      return code === 0;
    });
    return (await Promise.all(ends)).filter((isClean) => !isClean).length;
  }

  #launch(member: Member): void {
    const child = spawn(process.execPath, ["cli/signalbox.ts", ...member.args], {
      cwd: root,
      env: { ...process.env, DATABASE_URL: this.#databaseUrl, LOG_LEVEL: "silent" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    member.child = child;
    member.isUp = false;
    child.stdout.on("data", () => {
      member.isUp = true;
    });
    child.once("exit", async () => {
      if (this.#isStopping) return;
      await sleep(500);
      this.#launch(member);
    });
  }
}

async function answers(url: string): Promise<void> {
  for (;;) {
    if (
      await fetch(`${url}/ok`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await sleep(200);
  }
}
