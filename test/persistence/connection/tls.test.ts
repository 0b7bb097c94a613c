/** A server whose certificate this machine does not trust: refused with what to write, and encrypted with its root certificate. */
import { execFileSync, spawnSync } from "node:child_process";
import { chownSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, it } from "vitest";
import { openDatabase } from "../../../persistence/open-database.ts";
import { opened } from "../../support/databases.ts";
import { unprivilegedUser } from "../../support/postgres-binaries.ts";
import { ownPostgres } from "../../support/servers/own-postgres.ts";

const openssl = spawnSync("openssl", ["version"]).status === 0;

/** Made out to localhost, and signed by itself. */
function makeCertificate(): { cert: string; key: string } {
  const folder = mkdtempSync(join(inject("run").folder, "tls-"));
  const [cert, key] = [join(folder, "server.crt"), join(folder, "server.key")];
  const made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
  execFileSync("openssl", [...made, "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert], { stdio: "ignore" });
  const user = unprivilegedUser();
  for (const path of user ? [folder, cert, key] : []) chownSync(path, user?.uid ?? 0, user?.gid ?? 0);
  return { cert, key };
}

it.skipIf(!openssl)("refuses an untrusted certificate by name, and encrypts with sslrootcert or without a check", async () => {
  const { cert, key } = makeCertificate();
  const server = await ownPostgres(["ssl=on", `ssl_cert_file=${cert}`, `ssl_key_file=${key}`]);
  const at = (host: string, query: string) => server.url.replace("127.0.0.1", host) + query;
  const root = `?sslmode=verify-full&sslrootcert=${encodeURIComponent(cert)}`;
  for (const url of [at("localhost", "?sslmode=require"), at("localhost", "?ssl=true"), at("127.0.0.1", root)]) {
    const refusal = await openDatabase({ url }).catch((error: Error) => error);
    expect(refusal).toMatchObject({ code: "DATABASE_TLS_FAILED" });
    expect(String(refusal)).toMatch(/has a certificate that is not trusted: .*sslrootcert=.*no-verify/);
    expect(String(refusal)).not.toContain("signalbox-test");
  }
  for (const url of [at("localhost", root), at("127.0.0.1", "?sslmode=no-verify")]) {
    const { sql, listen } = await opened({ url });
    await listen(
      "channel",
      () => {},
      () => {},
    );
    const [row] = await sql.query(
      "select count(*)::int as all, count(*) filter (where ssl)::int as encrypted from pg_stat_ssl join pg_stat_activity using (pid) where application_name = 'signalbox'",
    );
    expect(row).toEqual({ all: row?.encrypted, encrypted: expect.toSatisfy((count: number) => count >= 2) });
  }
});

it("names a server that offers no TLS", async () => {
  const server = await ownPostgres();
  const refusal = await openDatabase({ url: `${server.url}?sslmode=require` }).catch((error: Error) => error);
  expect(refusal).toMatchObject({ code: "DATABASE_TLS_FAILED", message: expect.stringMatching(/offers no TLS.*Remove sslmode/) });
});
