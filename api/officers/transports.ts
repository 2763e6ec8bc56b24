/** How a browser says that an authenticator can be reached, as the bits of one small number. */
export const TRANSPORTS = ["usb", "nfc", "ble", "internal", "hybrid", "smart-card"] as const;
export type Transport = (typeof TRANSPORTS)[number];

export const transportBits = (transports: readonly Transport[]): number =>
  TRANSPORTS.reduce((bits, each, i) => (transports.includes(each) ? bits | (1 << i) : bits), 0);

export const transportsOf = (bits: number): Transport[] => TRANSPORTS.filter((_, i) => (bits & (1 << i)) !== 0);
