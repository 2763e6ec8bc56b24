/** A password's verifier, made here, so that the password itself never reaches the server or its logs. */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { DataError } from "../errors.ts";

const ITERATIONS = 4096;
const SALT_BYTES = 16;

/**
 * What `ALTER ROLE … PASSWORD` takes in place of a password (RFC 5802, RFC 7677; PostgreSQL "Password Authentication").
 * @throws DataError `config_invalid` unless the password is 16 or more printable ASCII characters, for which no
 * normalisation (SASLprep) is needed
 */
export function scramVerifier(password: string, salt: Uint8Array = randomBytes(SALT_BYTES)): string {
  if (!/^[\x21-\x7e]{16,}$/.test(password)) {
    throw new DataError(
      "config_invalid",
      "a database password needs at least 16 printable ASCII characters, no spaces",
    );
  }
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, "sha256");
  const hmac = (text: string): Buffer => createHmac("sha256", salted).update(text).digest();
  const storedKey = createHash("sha256").update(hmac("Client Key")).digest("base64");
  const serverKey = hmac("Server Key").toString("base64");
  return `SCRAM-SHA-256$${ITERATIONS}:${Buffer.from(salt).toString("base64")}$${storedKey}:${serverKey}`;
}
