export const catalog = { continue: "Continue" };
export type Key = keyof typeof catalog;
export type Catalog = Readonly<Record<Key, string>>;
