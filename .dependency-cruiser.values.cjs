// Which folders may need each other when the program runs: none in a circle. Type-only imports are left out here.
const { options } = require("./.dependency-cruiser.cjs");

module.exports = {
  forbidden: [
    {
      name: "no-folder-circles",
      comment: "Two folders that need each other are one subject: move what they share below both.",
      severity: "error",
      scope: "folder",
      from: { path: "^(language|telemetry|draw|nodes|compile|persistence|runtime|server|testkit|cli|routing|client)(/|$)" },
      to: { circular: true },
    },
  ],
  options: { ...options, tsPreCompilationDeps: false, metrics: true, includeOnly: { path: "^(?!node_modules)" } },
};
