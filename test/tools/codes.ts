import { codeGroups } from "../../security/index.ts";

/** A code as people write it down: nine groups of three digits, spaces between. */
export const formatCode = (code: string): string => codeGroups(code).join(" ");
