// Preloaded by cost.ts. CommonJS, so that it loads nothing of its own.
process.on("exit", () => require("node:fs").writeSync(3, JSON.stringify(process.resourceUsage())));
