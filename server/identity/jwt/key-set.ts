/** The public keys of an identity provider: kept while it does not answer, and asked for again where a token names one that may be new. */
import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from "jose";
import { SignalboxError } from "../../../language/issues/errors.ts";

const TIMEOUT_MS = 5_000;
/** Older ones are fetched again beside the requests, which do not wait for it. */
const FRESH_MS = 600_000;
const KEPT_MS = 86_400_000;
/** Tokens with made-up key ids must not make the server call the provider for each of them. */
const COOLDOWN_MS = 30_000;
/** After a failure. */
const RETRY_MS = 5_000;

/** Whose keys are asked for, by a token's header. @throws IDENTITY_UNAVAILABLE where only the provider could tell. */
export function keySetAt(url: URL, now: () => number): JWTVerifyGetKey {
  // jose would fetch by its own clocks: it forgets the keys after a time, and counts no failures
  const remote = createRemoteJWKSet(url, {
    ...{ timeoutDuration: TIMEOUT_MS, cooldownDuration: Number.POSITIVE_INFINITY, cacheMaxAge: Number.POSITIVE_INFINITY },
  });
  let loadedMs = Number.NEGATIVE_INFINITY;
  let triedMs = Number.NEGATIVE_INFINITY;
  let failure: SignalboxError | undefined;
  let loading: Promise<void> | undefined;
  const fetchKeys = async (): Promise<void> => {
    triedMs = now();
    try {
      await remote.reload();
      loadedMs = now();
      failure = undefined;
    } catch (cause) {
      failure = new SignalboxError("IDENTITY_UNAVAILABLE", `${url.href} gives no keys: ${(cause as Error).message}`, { cause });
      throw failure;
    } finally {
      loading = undefined;
    }
  };
  const load = async (): Promise<void> => {
    if (!loading && now() - triedMs < (failure ? RETRY_MS : COOLDOWN_MS)) {
      if (failure) throw failure;
      return;
    }
    loading ??= fetchKeys();
    await loading;
  };
  return async (header, token) => {
    const age = now() - loadedMs;
    if (age > KEPT_MS) await load();
    else if (age > FRESH_MS) load().catch(() => {});
    try {
      return await remote(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await load();
      return remote(header, token);
    }
  };
}
