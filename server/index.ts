/** The entry `signalbox/server`: the HTTP API as an Express app, and a port for it. */
export { type AppOptions, createApp } from "./app.ts";
export { acceptUpgrades, type UpgradeHandler } from "./connections/upgrades.ts";
export type { CustomApp } from "./custom/custom-app.ts";
export type { UiBundles, UiFile } from "./custom/ui.ts";
export { createFetchHandler, type FetchHandler, type FetchHandlerOptions } from "./fetch-handler.ts";
export type { CorsSettings } from "./http/allowed-origins.ts";
export type { ConfigurableHeaders } from "./http/configurable-headers.ts";
export type { Identified, Identify } from "./identity/host-identity.ts";
export type { IdentityOptions } from "./identity/identity-options.ts";
export type { JwtSettings } from "./identity/jwt/jwt-settings.ts";
export type { Limits } from "./identity/limits.ts";
export { type Listening, listen } from "./listen.ts";

export type { ApiScope } from "./operations.ts";

export type { RouteGroup } from "./route-groups.ts";
export type { Versions } from "./routes/meta.ts";
