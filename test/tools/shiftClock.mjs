/** Loaded with `--import`: moves a process's clock on by SHIFT_CLOCK_DAYS. For tests of what happens weeks later. */
const shiftMs = Number(process.env.SHIFT_CLOCK_DAYS ?? "0") * 86_400_000;
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
