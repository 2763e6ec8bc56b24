/** A self-signed certificate for 127.0.0.1, made for one test: Node makes keys, and the little DER around them stands here. */
import { generateKeyPairSync, sign } from "node:crypto";

export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;
/** id-ecdsa-with-SHA256, id-at-commonName, id-ce-subjectAltName. */
const OIDS = { ecdsaSha256: "2a8648ce3d040302", commonName: "550403", subjectAltName: "551d11" } as const;

const hex = (text: string): Buffer => Buffer.from(text, "hex");
const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const oid = (id: string): Buffer => der(0x06, hex(id));
/** GeneralizedTime, to the second. */
const time = (ms: number): Buffer =>
  der(0x18, Buffer.from(`${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-T:]/g, "")}Z`));

/** Valid from yesterday for a year: a certificate of the right form that vouches for itself. */
export function selfSigned(): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const algorithm = sequence(oid(OIDS.ecdsaSha256));
  const name = sequence(der(0x31, sequence(oid(OIDS.commonName), der(0x0c, Buffer.from("127.0.0.1")))));
  const address = der(0x87, Buffer.from([127, 0, 0, 1]));
  const alternative = sequence(oid(OIDS.subjectAltName), der(0x04, sequence(address)));
  const toBeSigned = sequence(
    der(0xa0, der(0x02, hex("02"))), // version 3
    der(0x02, hex("01")),
    algorithm,
    name,
    sequence(time(Date.now() - DAY_MS), time(Date.now() + 364 * DAY_MS)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(alternative)),
  );
  const signature = der(0x03, hex("00"), sign("sha256", toBeSigned, privateKey));
  const base64 = sequence(toBeSigned, algorithm, signature).toString("base64");
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}
