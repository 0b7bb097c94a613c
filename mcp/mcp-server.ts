/** Where an MCP server is, as a registry says it. */

/** Sent as `Authorization: Bearer`: a secret of the process, or what the runtime's `credentials` have for whoever began the turn. */
export type McpCredential = { readonly secret: string; readonly per?: never } | { readonly per: "user"; readonly secret?: never };

/** By streamable HTTP. */
export interface McpUrl {
  readonly url: string;
  readonly credential?: McpCredential;
  readonly command?: never;
}

/** A process of this machine, by its standard input and output. It gets only these variables and what every program needs. */
export interface McpCommand {
  readonly command: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly url?: never;
}

export type McpServer = McpUrl | McpCommand;
