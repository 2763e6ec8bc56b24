/**
 * Loaded with `--import <this file>?days=36`: moves a process's clock on. For tests of what happens weeks later. The days are
 * in the address because a start hands NODE_OPTIONS to its programs, and no variable that they do not know.
 */
const shiftMs = Number(new URL(import.meta.url).searchParams.get("days")) * 86_400_000;
const RealDate = Date;
const now = () => RealDate.now() + shiftMs;

globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(now());
    else super(...args);
  }

  static now() {
    return now();
  }
};
