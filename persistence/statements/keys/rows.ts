/** The rows of API keys, as statements return them. The key itself is stored nowhere. */

export interface KeyRow {
  readonly id: string;
  readonly tenant: string;
  readonly hash: Uint8Array;
  /** Who sends what comes with it. */
  readonly principal: string;
  readonly kind: "person" | "service";
  readonly roles: string[];
  readonly scopes: string[];
  /** Rules of runtime/identity/may-act-for.ts. */
  readonly may_act_for: unknown;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  /** By the minute. */
  readonly last_used_at: Date | null;
}
