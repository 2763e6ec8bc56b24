/** Breaks of what a person does with their code: the report taken back, the code changed. */
import type { Mutation } from "./mutations.ts";

const REKEY_TEST = "test/security/rekey.unit.test.ts";
const CODES_TEST = "test/web/console/codes.unit.test.ts";
const HOSTILE_TEST = "test/web/console/codesHostile.unit.test.ts";

export const FOLLOW_UP_CODE_MUTATIONS: readonly Mutation[] = [
  {
    name: "rekey-without-old-code",
    file: "security/openEnvelope.ts",
    search: "return verifyThread(p, rekey, parseDescriptor(current).threadKey);",
    replace: "return rekey.signature.length > 0;",
    test: { file: REKEY_TEST, name: "refuses one who knows the mailbox id and not the old code" },
  },
  {
    name: "rekey-without-new-code",
    file: "security/openEnvelope.ts",
    search: "!p.ed25519Verify(newSignature, await rekeyMessage(p, prefix, wrap, content), threadKey)",
    replace: "newSignature.length + (await rekeyMessage(p, prefix, wrap, content)).length + threadKey.length === 0",
    test: { file: REKEY_TEST, name: "calls a rekey damaged to a code that its sender does not hold" },
  },
  {
    name: "code-comes-back",
    file: "security/openEnvelope.ts",
    search: "if (descriptors.some((had) => equalBytes(parseDescriptor(had).threadKey, fresh))) return false;",
    replace: "if (fresh.length === 0) return false;",
    test: { file: REKEY_TEST, name: "refuses to go back to a code that was given up" },
  },
  {
    name: "withdrawal-signed-as-anything",
    file: "security/openEnvelope.ts",
    search: '(said.type === "rekey") !== (newSignature !== undefined)',
    replace: '(said.type === "rekey" && newSignature === undefined)',
    test: { file: REKEY_TEST, name: "calls a withdrawal damaged that is unsigned, or signed as a rekey is" },
  },
  {
    name: "later-types-told-apart",
    file: "security/levels.ts",
    search: 'if (slip.type !== "first") return',
    replace: 'if (slip.type === "message") return',
    test: { file: "test/workers/later.db.test.ts", name: "leave rows at triage that nothing tells apart" },
  },
  {
    name: "old-code-still-followed",
    file: "web/console/domain/codes.ts",
    search: 'return was === true ? "current" : "old_code";',
    replace: 'return was === undefined ? "old_code" : "current";',
    test: { file: CODES_TEST, name: "leaves to the new code alone what is said from then on" },
  },
  {
    name: "change-under-any-id",
    file: "web/console/domain/entryLinks.ts",
    search: "if (!equalBytes(await rekeyEntryId(p, matching, mailboxId), id)) {",
    replace: "if ((await rekeyEntryId(p, matching, mailboxId)).length !== id.length) {",
    test: { file: CODES_TEST, name: "is refused under another id, so that a second one cannot point elsewhere" },
  },
  {
    name: "two-changes-of-one-code",
    file: "api/commands/threadCase.ts",
    search: '    if (noted !== "added") throw new ApiError("id_taken");\n',
    replace: "",
    test: { file: "test/api/routes/cases.db.test.ts", name: "takes one of two changes of code" },
  },
  {
    name: "answers-at-the-old-code",
    file: "web/console/domain/caseFile.ts",
    search: "code: codes && !unrecorded ? codeInUse(codes) : null,",
    replace: "code: codes && codeInUse(codes),",
    test: { file: HOSTILE_TEST, name: "has nothing written to the old code when it hides the change" },
  },
  {
    name: "what-was-there-unmissed",
    file: "web/console/domain/missing.ts",
    search: "[...envelopeIds, ...(rekey?.before ?? [])]",
    replace: "rekey ? [] : [...envelopeIds]",
    test: { file: HOSTILE_TEST, name: "is found out by the entry of a change of code" },
  },
  {
    name: "withdrawal-keeps-consent",
    file: "web/console/views/CaseHead.tsx",
    search: "withdrawn={withdrawn !== undefined}",
    replace: "withdrawn={false}",
    test: { file: "test/web/console/later.dom.test.ts", name: "stands over the case when its signature holds" },
  },
  {
    name: "withdrawal-takes-files-along",
    file: "web/form/changes/withdraw.ts",
    search: "    alone: true,\n",
    replace: "",
    test: { file: "test/web/form/changes.dom.test.ts", name: "takes no file along that was added to a message begun" },
  },
  {
    name: "codes-stay-in-memory",
    file: "web/form/screens/sending.ts",
    search: "      app.forget();\n",
    replace: "",
    test: { file: "test/web/form/changes.dom.test.ts", name: "is gone from the page's memory with the old one" },
  },
];
