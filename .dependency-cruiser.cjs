// Who may import whom. checks/folders.ts runs these rules and fails when modules were overlooked.

/** The folders and root files of our own code that `folder` may import, besides itself. */
const mayImport = {
  language: [],
  telemetry: ["language"],
  nodes: ["language", "telemetry"],
  compile: ["nodes", "language", "telemetry"],
  persistence: ["language"],
  runtime: ["compile", "persistence", "nodes", "language", "telemetry"],
  draw: ["language"],
  openai: ["language"],
  mcp: ["language"],
  inspect: ["draw", "language"],
  client: ["language", "runtime"],
  server: ["runtime", "draw", "language", "telemetry"],
  testkit: ["runtime", "draw", "compile", "nodes", "language", "telemetry"],
  "testkit/live": ["testkit", "server", "client", "runtime", "persistence", "compile", "nodes", "language", "telemetry"],
  cli: [
    "server",
    "client",
    "openai",
    "mcp",
    "draw",
    "testkit/coverage",
    "runtime",
    "compile",
    "persistence",
    "nodes",
    "language",
    "telemetry",
  ],
  graphs: ["language", "openai"],
};
const ours =
  "^(language|telemetry|draw|inspect|client|openai|mcp|nodes|compile|persistence|runtime|server|testkit|cli|console|graphs|bench|checks|test)/|^[^/]+\\.ts$";

/** A demo stands outside: it is a client of the server and reads its tables when the server has ended. */
const demos = "^graphs/[^/]+/demo(/|\\.ts$)";

/** Folders inside a folder that have a rule of their own. */
const inner = (folder) =>
  Object.keys(mayImport)
    .filter((other) => other.startsWith(`${folder}/`))
    .map((other) => `^${other}/`);

const folderRules = Object.entries(mayImport).map(([folder, allowed]) => ({
  name: `${folder}-imports`,
  comment: `${folder}/ may import only ${["itself", ...allowed].join(", ")}.`,
  severity: "error",
  from: { path: `^${folder}/`, pathNot: [demos, ...inner(folder)] },
  to: { path: ours, pathNot: [folder, ...allowed].map((name) => `^${name}${name.endsWith("$") ? "" : "/"}`) },
}));

/** Folders of the runtime that a caller reaches, and the files in them that are the engine's or an operator's: these span tenants. */
const ofCallers = "threads|runs|interrupts|queue|adoption|assistants|store|crons|once|protocol-v2";
const ofTheEngine =
  "threads/unfit-threads|interrupts/answered-questions|adoption/(adopter|target-version)|assistants/assistant-graphs|store/graph-store|crons/fire-cron";

/** `packages` may be imported in `folders` only. */
const onlyIn = (name, packages, folders) => ({
  name,
  comment: `${packages} belongs in ${folders} only.`,
  severity: "error",
  from: { path: ours, pathNot: `^(${folders})/` },
  to: { path: `node_modules/(@types/)?(${packages})/` },
});

module.exports = {
  forbidden: [
    ...folderRules,
    {
      name: "no-cycles",
      comment: "Two files that import each other, be it for a type, are one concept: join them or move what they share.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "client-loads-no-runtime",
      comment: "The client runs in programs without the framework, and in browsers: of runtime/ it takes types only.",
      severity: "error",
      from: { path: "^client/" },
      to: { path: "^runtime/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "unresolvable",
      comment: "A path that no file answers to. The benchmark's peers have a package.json of their own, and are installed when it runs.",
      severity: "error",
      from: { pathNot: "^bench/peers/" },
      to: { couldNotResolve: true },
    },
    {
      name: "development-only",
      comment:
        "What we ship may not need a development dependency at run time; vitest and the client of MCP are the user's own, for testkit/ and mcp/.",
      severity: "error",
      from: { path: `^(${Object.keys(mayImport).join("|")})/`, pathNot: demos },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"], pathNot: "node_modules/(vitest|@modelcontextprotocol)/" },
    },
    {
      name: "nothing-imports-the-edges",
      comment: "Only cli/ and testkit/live/ import server/; nothing imports cli/, console/ or test/.",
      severity: "error",
      from: { path: ours, pathNot: "^(server|cli|testkit/live|console|test|bench)/" },
      to: { path: "^(server|cli|console|test)/" },
    },
    {
      name: "graphs-meet-compile",
      comment: "Only signalbox.ts joins the applications in graphs/ with the framework.",
      severity: "error",
      from: { path: ours, pathNot: "^(graphs|test|bench)/|^signalbox\\.ts$" },
      to: { path: "^graphs/" },
    },
    {
      name: "language-is-pure",
      comment: "The language has no I/O: zod, yaml (by require, when a text is read), a distance between names and hashing.",
      severity: "error",
      from: { path: "^language/" },
      to: {
        pathNot: ["^language/", "node_modules/(zod|yaml|fastest-levenshtein)/", "^(node:)?(crypto|module)$"],
      },
    },
    {
      name: "callers-get-one-tenant",
      comment: "What a caller reaches takes an Acting, whose database is one tenant's; the engine's own handle stays out of it.",
      severity: "error",
      from: { path: `^server/|^runtime/(${ofCallers})/`, pathNot: `^runtime/(${ofTheEngine})\\.ts$` },
      to: { path: "^runtime/(services|assemble-services)\\.ts$|^persistence/connection/database\\.ts$" },
    },
    onlyIn("sql-in-persistence", "pg|pg-boss|@electric-sql/pglite|@langchain/langgraph-checkpoint-postgres", "persistence|test|bench"),
    onlyIn("express-in-server", "express|helmet|cors|pino-http", "server|test|bench"),
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "types", "default"] },
  },
};
