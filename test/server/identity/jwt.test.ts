/** Tokens of an identity provider over HTTP: each way to forge one is 401; a provider that is down stops nobody whose key is known. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWTHeaderParameters, SignJWT } from "jose";
import { afterAll, beforeAll, expect, it } from "vitest";
import { insertKey } from "../../../persistence/statements/keys/insert-key.ts";
import { newApiKey } from "../../../runtime/keys/api-key.ts";
import { tokenPrincipals } from "../../../server/identity/jwt/token-principals.ts";
import { freshPglite, opened } from "../../support/databases.ts";
import { patient } from "../../support/servers/patient.ts";
import { graph as raw } from "../raw/graph.ts";
import { jsonOf, type Served, serveOn } from "../serve-graphs.ts";

const issuer = "https://login.example.com/";
const audience = "https://agents.example.com";
const provider = { isDown: false, fetches: 0, keys: [] as object[] };
let idp: Server;
let jwks_uri: string;
let served: Served;
let apiKey: string;
let ours: { publicKey: CryptoKey; privateKey: CryptoKey };

interface Forged {
  readonly header?: Partial<JWTHeaderParameters>;
  readonly key?: CryptoKey | Uint8Array;
}

const nowSeconds = () => Math.floor(Date.now() / 1_000);

const token = (claims: Record<string, unknown> = {}, { header = {}, key = ours.privateKey }: Forged = {}): Promise<string> =>
  new SignJWT({
    ...{ iss: issuer, aud: audience, sub: "ann", exp: nowSeconds() + 60, roles: ["lead"], scope: "openid threads:read threads:write" },
    ...{ name: "Ann", ...claims },
  })
    .setProtectedHeader({ alg: "ES256", kid: "one", ...header })
    .sign(key);

const call = (bearer: string, method: string, path: string, body?: object) =>
  fetch(`${served.url}${path}`, { method, headers: { authorization: `Bearer ${bearer}` }, ...(body && { body: JSON.stringify(body) }) });

beforeAll(async () => {
  ours = await generateKeyPair("ES256", { extractable: true });
  provider.keys = [{ ...(await exportJWK(ours.publicKey)), kid: "one", alg: "ES256", use: "sig" }];
  idp = createServer(patient, (_request, response) => {
    provider.fetches += 1;
    response.writeHead(provider.isDown ? 500 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify({ keys: provider.keys }));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => idp.once("listening", resolve));
  jwks_uri = `http://127.0.0.1:${(idp.address() as AddressInfo).port}/jwks.json`;
  const database = await opened(await freshPglite());
  const { id, key, hash } = newApiKey();
  apiKey = key;
  const scopes = ["threads:read"];
  await insertKey(database.sql, { id, hash, principal: "bot", tenant: "default", kind: "service", roles: [], scopes, expires_at: null });
  served = await serveOn(database, { raw }, { app: { jwt: { issuer, audience, jwks_uri, claims: { tenant: "org.id" } } } });
});
afterAll(async () => {
  await served.close();
  idp.close();
});

const org = { org: { id: "acme" } };

it("is who the claims say, in the tenant that they name, beside API keys", async () => {
  const response = await call(await token(org), "POST", "/threads", {});
  expect(response.status).toBe(200);
  const { thread_id } = await jsonOf(response);
  expect((await call(await token(org), "GET", `/threads/${thread_id}`)).status).toBe(200);
  expect((await call(await token({ org: { id: "other" } }), "GET", `/threads/${thread_id}`)).status).toBe(404);
  expect((await call(apiKey, "GET", `/threads/${thread_id}`)).status).toBe(404);
  expect((await call(apiKey, "POST", "/threads/search", {})).status).toBe(200);
  const refused = await call(await token(org), "POST", `/threads/${thread_id}/runs`, { assistant_id: "raw" });
  expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining("runs:write")]);
});

it("refuses every token that the provider has not made for it, now", async () => {
  const stranger = await generateKeyPair("ES256");
  const { publicKey } = ours;
  const withSecret = await token(org, { header: { alg: "HS256" }, key: new TextEncoder().encode(await exportSPKI(publicKey)) });
  const [, body] = (await token(org)).split(".");
  const unsigned = `${Buffer.from(JSON.stringify({ alg: "none", kid: "one" })).toString("base64url")}.${body}.`;
  const forged: Record<string, string> = {
    "alg none": unsigned,
    "HS256 with the public key": withSecret,
    "another key": await token(org, { key: stranger.privateKey }),
    "a path as kid": await token(org, { header: { kid: "../../etc/passwd" } }),
    "another audience": await token({ ...org, aud: "https://other.example.com" }),
    "another issuer": await token({ ...org, iss: "https://evil.example.com/" }),
    over: await token({ ...org, exp: nowSeconds() - 31 }),
    "not yet": await token({ ...org, nbf: nowSeconds() + 60 }),
    "without end": await token({ ...org, exp: undefined }),
    "nobody's": await token({ ...org, sub: undefined }),
    "of no tenant": await token(),
    "roles as one text": await token({ ...org, roles: "lead" }),
    "scopes as an object": await token({ ...org, scope: { "threads:read": true } }),
    "an object as id": await token({ ...org, sub: { toString: "ann" } }),
    "no token": "hello",
  };
  const statuses = Object.entries(forged).map(async ([name, text]) => [name, (await call(text, "POST", "/threads/search", {})).status]);
  expect(await Promise.all(statuses)).toEqual(Object.keys(forged).map((name) => [name, 401]));
  expect((await call(await token({ ...org, exp: nowSeconds() - 5 }), "POST", "/threads/search", {})).status).toBe(200);
});

it("takes tokens without a person for a service", async () => {
  const { principalOf } = tokenPrincipals({ issuer, audience, jwks_uri });
  const kinds = [{ azp: "web" }, { client_id: "ann" }, { gty: "client-credentials" }, { idtyp: "app" }].map(
    async (claims) => (await principalOf(await token(claims))).kind,
  );
  expect(await Promise.all(kinds)).toEqual(["person", "service", "service", "service"]);
});

it("asks the provider once for many made-up key ids, and keeps its keys for a day while it is down", async () => {
  let nowMs = Date.now();
  provider.fetches = 0;
  const { principalOf } = tokenPrincipals({ issuer, audience, jwks_uri }, () => nowMs);
  const refusal = async (text: string) =>
    principalOf(text).then(
      () => "accepted",
      (error) => error.code,
    );
  const lasting = await token({ exp: nowSeconds() + 200_000 });
  expect((await principalOf(lasting)).id).toBe("ann");
  const madeUp = await token({ exp: nowSeconds() + 200_000 }, { header: { kid: "two" } });
  expect(await Promise.all(Array.from({ length: 50 }, () => refusal(madeUp)))).toEqual(Array(50).fill("UNAUTHENTICATED"));
  expect(provider.fetches).toBe(1);

  // a new key is found once the last look is long enough ago
  provider.keys.push({ ...(await exportJWK(ours.publicKey)), kid: "two", alg: "ES256" });
  nowMs += 31_000;
  expect((await principalOf(madeUp)).id).toBe("ann");
  expect(provider.fetches).toBe(2);

  provider.isDown = true;
  nowMs += 3_600_000;
  expect((await principalOf(lasting)).id).toBe("ann");
  await expect.poll(() => provider.fetches).toBe(3);
  nowMs += 60_000;
  expect(await refusal(await token({ exp: nowSeconds() + 200_000 }, { header: { kid: "three" } }))).toBe("IDENTITY_UNAVAILABLE");
  nowMs += 86_400_000;
  expect(await refusal(lasting)).toBe("IDENTITY_UNAVAILABLE");
  const tried = provider.fetches;
  expect(await refusal(lasting)).toBe("IDENTITY_UNAVAILABLE");
  expect(provider.fetches).toBe(tried);
  provider.isDown = false;
  nowMs += 6_000;
  expect((await principalOf(lasting)).id).toBe("ann");
});

it("takes keys by https only", () => {
  expect(() => tokenPrincipals({ issuer, audience, jwks_uri: "http://login.example.com/jwks" })).toThrow(/write an address with https/);
});
