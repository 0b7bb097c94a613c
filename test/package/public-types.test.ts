/** What the package's entries export: each name once, and every type that a user meets. */
import ts from "typescript";
import { expect, it } from "vitest";
import { emittedTypes } from "./emitted-types.ts";
import { unexportedTypes } from "./unexported-types.ts";

const types = emittedTypes();

it("exports every type of ours that a public option, result or member names", () => {
  expect(unexportedTypes(types)).toEqual([]);
});

it("uses a name for one thing in all entries", () => {
  const { checker, modules } = types;
  const places = new Map<string, Set<string>>();
  for (const module of modules.values()) {
    for (const symbol of checker.getExportsOfModule(module)) {
      if (symbol.name === "default") continue;
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      const place = target.declarations?.map((declaration) => declaration.getSourceFile().fileName).join() ?? "";
      places.set(symbol.name, (places.get(symbol.name) ?? new Set()).add(place));
    }
  }
  expect(places.size).toBeGreaterThan(100);
  expect([...places].filter(([, files]) => files.size > 1)).toEqual([]);
});
