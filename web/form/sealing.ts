export { noble } from "../../security/primitives/noble.ts";
