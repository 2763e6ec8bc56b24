import { z } from "zod";
import { CERTIFICATE_MAX_BYTES, SIGNATURE_BYTES } from "../../../security/index.ts";
import { contract } from "../../contract.ts";
import { bytesBetween, bytesBetweenIn, uuid } from "../../fields.ts";

const LEAD_REQUEST_MAX_BYTES = 512;

const certificate = z
  .strictObject({
    serial: z.int().min(1),
    /** Whose console handed it in, having shown that it holds the key. */
    officerId: uuid,
    certificate: bytesBetween(SIGNATURE_BYTES + 1, CERTIFICATE_MAX_BYTES),
  })
  .meta({ id: "LeadCertificate" });
const listAnswer = z.strictObject({ certificates: z.array(certificate) });

const addRequest = z.strictObject({
  certificate: bytesBetweenIn(SIGNATURE_BYTES + 1, CERTIFICATE_MAX_BYTES),
  /** The lead request that was certified: the lead key's own word that it is this officer's. */
  request: bytesBetween(SIGNATURE_BYTES + 1, LEAD_REQUEST_MAX_BYTES),
});

export const listCertificates = contract({
  method: "get",
  path: "/v1/leads/certificates",
  summary: "Every certificate of a lead's key that was handed in, newest serial first",
  access: "session",
  answer: listAnswer,
  errors: [],
});

export const addCertificate = contract({
  method: "post",
  path: "/v1/leads/certificates",
  summary: "Hands in the certificate of the caller's own lead key; the same one twice is one",
  access: "lead",
  body: addRequest,
  answer: certificate,
  errors: ["certificate_refused", "id_taken"],
});

export type ListCertificatesAnswer = z.infer<typeof listAnswer>;
export type LeadCertificateJson = z.infer<typeof certificate>;
export type AddCertificateRequest = z.input<typeof addRequest>;
