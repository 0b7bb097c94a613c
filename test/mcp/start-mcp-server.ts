/** A real MCP server over HTTP, with sessions, whose tools and moods a test changes. */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterThisFile } from "../support/clean-ups.ts";

export type ToolResult = { content: { type: "text"; text: string }[]; structuredContent?: Record<string, unknown>; isError?: boolean };

export interface ServedTool {
  readonly inputSchema?: Readonly<Record<string, unknown>>;
  readonly outputSchema?: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, boolean>>;
  readonly description?: string;
  readonly run: (args: Readonly<Record<string, unknown>>) => ToolResult | Promise<ToolResult>;
}

export class McpTestServer {
  tools: Readonly<Record<string, ServedTool>>;
  /** The tools that have run, with their arguments. */
  readonly calls: [string, unknown][] = [];
  readonly tokens: (string | undefined)[] = [];
  readonly sessions = new Map<string, StreamableHTTPServerTransport>();
  /** Sessions that their client has ended. */
  ended = 0;
  /** Every request is answered with it. */
  status: number | undefined;
  #port = 0;
  #http = createServer();

  constructor(tools: Readonly<Record<string, ServedTool>>) {
    this.tools = tools;
    afterThisFile(() => this.stop());
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/mcp`;
  }

  /** At the address of before. */
  async start(): Promise<this> {
    this.#http = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve) => this.#http.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (this.#http.address() as AddressInfo).port;
    return this;
  }

  /** As a crash does: sessions are gone, connections are cut. */
  async stop(): Promise<void> {
    this.sessions.clear();
    this.cut();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  cut(): void {
    this.#http.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.tokens.push(request.headers.authorization);
    if (this.status !== undefined) {
      response.writeHead(this.status, { location: "http://127.0.0.1:1/" }).end();
      return;
    }
    if (request.method === "DELETE") this.ended += 1;
    const id = request.headers["mcp-session-id"];
    const known = typeof id === "string" ? this.sessions.get(id) : undefined;
    if (typeof id === "string" && !known) {
      response.writeHead(404).end();
      return;
    }
    const transport = known ?? (await this.#begin());
    const body = request.method === "POST" ? JSON.parse(await text(request)) : undefined;
    await transport.handleRequest(request, response, body);
  }

  async #begin(): Promise<StreamableHTTPServerTransport> {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void this.sessions.set(id, transport),
    });
    await serverOf(() => this.tools, this.calls).connect(transport as Transport);
    return transport;
  }
}

/** Of tools that may change. */
export function serverOf(tools: () => Readonly<Record<string, ServedTool>>, calls: [string, unknown][]): Server {
  const server = new Server({ name: "test", version: "1" }, { capabilities: { tools: { listChanged: true } } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: Object.entries(tools()).map(([name, { inputSchema, outputSchema, annotations, description }]) => ({
      ...{ name, inputSchema: { type: "object" as const, ...inputSchema } },
      ...(outputSchema && { outputSchema: { type: "object" as const, ...outputSchema } }),
      ...(annotations && { annotations }),
      ...(description !== undefined && { description }),
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params: { name, arguments: args = {} } }) => {
    const tool = tools()[name];
    if (!tool) throw new Error(`no tool ${name}`);
    calls.push([name, args]);
    return { ...(await tool.run(args)) };
  });
  return server;
}

export const said = (words: string): ToolResult => ({ content: [{ type: "text", text: words }] });
export const structured = (structuredContent: Record<string, unknown>, isError = false): ToolResult => ({
  ...said(JSON.stringify(structuredContent)),
  structuredContent,
  isError,
});
