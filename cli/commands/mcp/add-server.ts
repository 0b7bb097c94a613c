/** `signalbox mcp add`: asks a server for its tools, and writes them as a registry would. */
import { existsSync, writeFileSync } from "node:fs";
import type { Command } from "commander";
import { messageOf } from "../../../language/issues/thrown.ts";
import type { ListedTool } from "../../../mcp/changed-tools.ts";
import { checkedServer } from "../../../mcp/connecting/checked-server.ts";
import { Session } from "../../../mcp/connecting/session.ts";
import type { McpServer } from "../../../mcp/mcp-server.ts";
import { exitCodes } from "../../program/action.ts";
import { absolutePath, type Io, printLine } from "../../program/io.ts";
import { serverSource } from "./server-source.ts";

interface AddOptions {
  readonly name?: string;
  readonly secret?: string;
  readonly out?: string;
}

export async function addServer(command: Command, io: Io): Promise<number> {
  const { name: named, secret, out } = command.opts<AddOptions>();
  const [first = "", ...args]: string[] = command.processedArgs[0];
  const name = named ?? nameOf([first, ...args]);
  const server = checkedServer(name, serverAt(first, { args, secret }));
  const token = secret === undefined ? undefined : io.env[secret];
  if (secret !== undefined && !token) command.error(`error: ${secret} is not set`, { exitCode: exitCodes.usage });
  if (out !== undefined && existsSync(absolutePath(io, out)))
    command.error(`error: ${out} exists; name a new file, and take over from it what you need`, { exitCode: exitCodes.usage });
  const tools = await toolsOf(server, token);
  const source = serverSource({ name, server, tools });
  if (out === undefined) io.stdout.write(source);
  else {
    writeFileSync(absolutePath(io, out), source);
    printLine(io.stdout, `${out}: ${tools.length} tools of ${name}`);
  }
  return exitCodes.ok;
}

const isAddress = (text: string): boolean => /^[a-z]+:\/\//i.test(text);

function serverAt(first: string, { args, secret }: { readonly args: readonly string[]; readonly secret: string | undefined }): McpServer {
  if (!isAddress(first)) return { command: first, ...(args.length > 0 && { args }) };
  return { url: first, ...(secret !== undefined && { credential: { secret } }) };
}

/** `tracker` of tracker.example.org and of `npx -y @acme/tracker`. */
function nameOf(words: readonly string[]): string {
  const [first = ""] = words;
  const said = isAddress(first)
    ? new URL(first).hostname.replace(/^(mcp|www|api)\./, "").split(".")[0]
    : words.findLast((word) => !/^[-.]/.test(word));
  return said?.split(/[\\/]/).at(-1)?.replaceAll(/\W+/g, "_") || "server";
}

async function toolsOf(server: McpServer, token: string | undefined): Promise<ListedTool[]> {
  try {
    const session = await Session.open(server, { token: () => token, whenOver: () => {} });
    const tools = [...session.tools.values()];
    await session.close();
    return tools;
  } catch (cause) {
    throw new Error(`${server.url ?? server.command} cannot be used: ${messageOf(cause)}`, { cause });
  }
}
