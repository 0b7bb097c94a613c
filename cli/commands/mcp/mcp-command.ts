/** `signalbox mcp`: how it is called. */
import { Command } from "commander";
import { exitCodes, type Invocation, plainAction } from "../../program/action.ts";

const HELP = `
Asks the server for its tools and writes them as TypeScript: remove those that no graph may call, and say for each that acts
which arguments make it the same effect (once). What follows the command is given to it: put -- before its options.

Examples:
  signalbox mcp add https://tracker.example.org/mcp --secret TRACKER_TOKEN --out tools/tracker.ts
  signalbox mcp add --name files -- npx -y @modelcontextprotocol/server-filesystem .`;

export function mcpCommand(invocation: Invocation): Command {
  const add = new Command("add")
    .description("Write the tools of an MCP server as entries of a registry.")
    .argument("<server...>", "its address, or the command that starts it")
    .option("--name <name>", "what it is called in the registry; by default after its address or command")
    .option("--secret <variable>", "an environment variable whose value is sent as bearer token")
    .option("--out <file>", "a new file to write; by default to stdout")
    .addHelpText("after", HELP)
    .action(plainAction(invocation, async (command, io) => (await import("./add-server.ts")).addServer(command, io), exitCodes.failed));
  return new Command("mcp").description("Work with MCP servers.").addCommand(add);
}
