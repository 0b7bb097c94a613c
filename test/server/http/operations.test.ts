/** The table of operations is complete: each route of the app has a line, and each line a route. */
import { Router } from "express";
import { describe, expect, it } from "vitest";
import { type AppOptions, createApp } from "../../../server/app.ts";
import { eachRoute } from "../../../server/http/each-route.ts";
import { operations, ownPaths, scopes } from "../../../server/operations.ts";
import { guardRoutes } from "../../../server/routes/guard-routes.ts";
import { versions } from "../serve.ts";

/** No route is called. */
const app = () => createApp({ runtime: { threads: {}, runs: {} } as unknown as AppOptions["runtime"], versions });

describe("the table of operations", () => {
  it("has one line for each route", () => {
    const keys = eachRoute(app().router).map(([key]) => key);
    expect(keys.toSorted()).toEqual(Object.keys(operations).toSorted());
  });

  it("lets no server start with a route that has no line", () => {
    const routes = Router();
    routes.get("/threads/:thread_id/secrets", () => {});
    expect(() => guardRoutes(app().use(routes))).toThrow(/operations\.ts: GET \/threads\/:thread_id\/secrets/);
  });

  it("opens to everybody nothing but what shows no data, and links that are credentials themselves", () => {
    const open = Object.entries(operations).filter(([, { scope }]) => scope === "open");
    expect(open.map(([key]) => key)).toEqual([
      ...["GET /ok", "GET /info", "GET /openapi.json", "GET /docs", "GET /ui/:agent/:basename"],
      ...["GET /links/:token", "POST /links"],
    ]);
  });

  it("asks an Auth object in every other route of the protocol", () => {
    const unasked = Object.entries(operations).filter(([, { scope, event, isOurs }]) => scope !== "open" && !isOurs && !event);
    expect(unasked).toEqual([]);
  });

  it("gives a path either to the protocol or to us", () => {
    const shared = Object.entries(operations).filter(([key, { isOurs }]) => !isOurs && ownPaths.includes(key.split(" ")[1] ?? ""));
    expect(shared).toEqual([]);
  });

  it("knows each scope once", () => {
    expect(new Set(scopes).size).toBe(scopes.length);
  });
});
