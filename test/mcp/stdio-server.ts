/** An MCP server as a process: it tells its variables, and can end in the middle of a call. */
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { said, serverOf, structured } from "./start-mcp-server.ts";

const tools = {
  variables: { run: () => structured({ variables: Object.keys(process.env), pid: process.pid }) },
  die: { run: () => process.exit(3) },
  word: { run: () => said("hi") },
};
await serverOf(() => tools, []).connect(new StdioServerTransport());
