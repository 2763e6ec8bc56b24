/**
 * A share of the recovery key's secret half, as it is printed and typed again. Any two of the three that were made together give
 * the secret; one gives nothing.
 *
 *     share 80   version u8 = 1 | number u8 (1 to 3) | unit id 16 | id of the recovery key 16 | set id 8, random, the same in the
 *                three | Shamir share 33 (GF(256), x last) | SHA-256(label recovery-share | all before)[0..5]
 *     printed    eight lines of ten bytes: number of the line, four groups of four characters (base32 in Crockford's alphabet),
 *                and a group of two: the first ten bits of SHA-256(label recovery-line | line u8, from 1 | ten bytes)
 *
 * So whoever types one is told which line is wrong. On reading, small letters are capitals, O is 0, I and L are 1; dashes,
 * spaces and all lines of another form are passed over.
 */
import { concat, equalBytes, exactly, u8, utf8 } from "./bytes.ts";
import { SecurityError } from "./errors.ts";
import { LABELS } from "./labels.ts";
import { OFFICER_ID_BYTES, UNIT_ID_BYTES } from "./limits.ts";
import type { Primitives } from "./primitives/types.ts";

export const RECOVERY_SHARES = 3;
export const RECOVERY_THRESHOLD = 2;
export const SHARE_SET_BYTES = 8;
/** The secret, and the place of the share. */
const SHAMIR_SHARE_BYTES = 33;

const VERSION = 1;
const CHECK_BYTES = 5;
const LINES = 8;
const LINE_BYTES = 10;
const SHARE_BYTES = LINES * LINE_BYTES;
const BODY_BYTES = SHARE_BYTES - CHECK_BYTES;
/** Crockford's: no I, L, O, U. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LINE = /^\s*([1-8])[\s.:)-]+((?:[0-9A-Za-z][\s-]*){16})([0-9A-Za-z]{2})\s*$/;

export interface RecoveryShare {
  /** 1 to 3: which of the three this is. */
  readonly number: number;
  /** 16 bytes. */
  readonly unitId: Uint8Array;
  /** Of the recovery key, 16 bytes. */
  readonly keyId: Uint8Array;
  /** 8 random bytes: shares of different sets give nothing together. */
  readonly setId: Uint8Array;
  /** 33 bytes. A secret. */
  readonly shamir: Uint8Array;
}

/** The eight lines to print. @throws SecurityError `out_of_range` for a wrong length or number */
export async function shareLines(p: Primitives, share: RecoveryShare): Promise<string[]> {
  if (share.number < 1 || share.number > RECOVERY_SHARES) throw new SecurityError("out_of_range", "shares are 1 to 3");
  const body = concat(
    u8(VERSION),
    u8(share.number),
    exactly(share.unitId, UNIT_ID_BYTES, "unit id"),
    exactly(share.keyId, OFFICER_ID_BYTES, "key id"),
    exactly(share.setId, SHARE_SET_BYTES, "set id"),
    exactly(share.shamir, SHAMIR_SHARE_BYTES, "share"),
  );
  const bytes = concat(body, await bodyCheck(p, body));
  const lines: string[] = [];
  for (let line = 1; line <= LINES; line++) {
    const part = bytes.slice((line - 1) * LINE_BYTES, line * LINE_BYTES);
    const groups = base32(part).match(/.{4}/g) ?? [];
    lines.push(`${line}  ${groups.join(" ")}  ${await lineCheck(p, line, part)}`);
  }
  return lines;
}

/**
 * Reads a share from a file, or from what somebody typed.
 * @throws SecurityError `share_damaged`, with the line where one is wrong; `unsupported_version`
 */
export async function readShare(p: Primitives, text: string): Promise<RecoveryShare> {
  const parts: Uint8Array[] = [];
  for (const read of text.split(/\r\n|\r|\n/)) {
    const [, digit, characters, check] = LINE.exec(read) ?? [];
    if (digit === undefined || characters === undefined || check === undefined) continue;
    const line = Number(digit);
    const part = fromBase32(characters.replace(/[\s-]/g, ""));
    if (part === null || (await lineCheck(p, line, part)) !== tidy(check)) {
      throw new SecurityError("share_damaged", `line ${line} was not copied right`);
    }
    if (parts[line - 1] !== undefined) throw new SecurityError("share_damaged", `line ${line} is there twice`);
    parts[line - 1] = part;
  }
  for (let line = 1; line <= LINES; line++) {
    if (parts[line - 1] === undefined) {
      throw new SecurityError(
        "share_damaged",
        `line ${line} is missing: its number, four groups of four, and one of two`,
      );
    }
  }
  return parseShare(p, concat(...parts));
}

async function parseShare(p: Primitives, bytes: Uint8Array): Promise<RecoveryShare> {
  const body = bytes.slice(0, BODY_BYTES);
  if (!equalBytes(bytes.slice(BODY_BYTES), await bodyCheck(p, body))) {
    throw new SecurityError("share_damaged", "the lines do not belong together");
  }
  let at = 2;
  const take = (length: number): Uint8Array => body.slice(at, (at += length));
  const [version, number] = body as unknown as readonly [number, number];
  if (version !== VERSION) throw new SecurityError("unsupported_version", "a share of another version");
  if (number < 1 || number > RECOVERY_SHARES) throw new SecurityError("share_damaged", "there is no such share");
  return {
    number,
    unitId: take(UNIT_ID_BYTES),
    keyId: take(OFFICER_ID_BYTES),
    setId: take(SHARE_SET_BYTES),
    shamir: take(SHAMIR_SHARE_BYTES),
  };
}

async function bodyCheck(p: Primitives, body: Uint8Array): Promise<Uint8Array> {
  return (await p.sha256(utf8(LABELS.recoveryShare), body)).slice(0, CHECK_BYTES);
}

async function lineCheck(p: Primitives, line: number, part: Uint8Array): Promise<string> {
  const [first = 0, second = 0] = await p.sha256(utf8(LABELS.recoveryLine), u8(line), part);
  const bits = (first << 2) | (second >> 6);
  return `${ALPHABET[bits >> 5]}${ALPHABET[bits & 31]}`;
}

/** Ten bytes as sixteen characters. */
function base32(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  let text = "";
  for (let i = (bytes.length * 8) / 5 - 1; i >= 0; i--) text += ALPHABET[Number((value >> BigInt(5 * i)) & 31n)];
  return text;
}

/** Sixteen characters as ten bytes; `null` for a character that is in no share. */
function fromBase32(text: string): Uint8Array | null {
  let value = 0n;
  for (const character of tidy(text)) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return null;
    value = (value << 5n) | BigInt(digit);
  }
  const bytes = new Uint8Array(LINE_BYTES);
  for (let i = LINE_BYTES - 1; i >= 0; i--, value >>= 8n) bytes[i] = Number(value & 255n);
  return bytes;
}

const tidy = (text: string): string => text.toUpperCase().replaceAll("O", "0").replaceAll(/[IL]/g, "1");
