import { isoDay, toBase64Url } from "../../security/index.ts";
import type { PasskeyRecord } from "../../prisma/repositories/passkeys.ts";
import { transportsOf } from "../officers/transports.ts";
import type { ListPasskeysAnswer } from "../routes/passkeys/schema.ts";

export const presentPasskeys = (passkeys: readonly PasskeyRecord[]): ListPasskeysAnswer => ({
  passkeys: passkeys.map(({ id, credentialId, transports, number, addedDay }) => ({
    id,
    credentialId: toBase64Url(credentialId),
    transports: transportsOf(transports),
    number,
    addedDay: isoDay(addedDay),
  })),
  totp: passkeys.length === 0,
});
