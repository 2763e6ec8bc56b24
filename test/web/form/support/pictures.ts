/**
 * Small pictures of every kind that the cleaning knows, 24 by 16, no corner like another. JPEG and WebP were made once with
 * libjpeg-turbo and libwebp out of a gradient with two rectangles; PNG is made here.
 */
import { deflateSync } from "node:zlib";
import { pngChunk, pngFile } from "./containers.ts";

const decode = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));

/** Baseline, JFIF, colours at half the resolution. */
export const baselineJpeg = decode(
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wAARCAAQABgDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwCx47+Ny+KvCt9ow0L7IbnZ+++2eZt2yK/3fLGc7cde9eR/a/eue+2e9H2z3r7OfBEqjvJXPscDxJh8BTdLDe7Fu+73+b8joftfvRXTeEfB+n6z4etL+4nvFlm35EbqF4dl4yp9KK+BxmMyPB4iphqzalBuL93qnZ/ijyq/i1gqFSVKcpXi2np20P/Z",
);
/** Ten scans with restart markers. */
export const progressiveJpeg = decode(
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wgARCAAQABgDASIAAhEBAxEB/8QAFwAAAwEAAAAAAAAAAAAAAAAAAAUGA//EABYBAQEBAAAAAAAAAAAAAAAAAAUDBP/dAAQAAf/aAAwDAQACEAMQAAAB0kVwyx//0JUZkd3/xAAZEAADAQEBAAAAAAAAAAAAAAAABBIDBRT/2gAIAQEAAQUCe7fqV//Qo//Ro//Ss//Ts//UUTz2X//EABsRAAMAAgMAAAAAAAAAAAAAAAECAwAhBQYS/9oACAEDAQE/AYclOC+Z6Gf/0H7bFGKknWf/xAAbEQABBAMAAAAAAAAAAAAAAAADAAECMQQFIf/aAAgBAgEBPwF9I8rX/9AxsEJJDnbcpf/EAB0QAAIBBAMAAAAAAAAAAAAAAAACEgEDEUETUXH/2gAIAQEABj8CezwRlued+H//0D//0T//0j//0z//1FdqvmvR/8QAGhAAAgMBAQAAAAAAAAAAAAAAAAERMVFBcf/aAAgBAQABPyFfOWSEdeD/0D//0T//0h//0x//1FDUtlFtYf/aAAwDAQACAAMAAAAQP//QC//EABsRAQACAgMAAAAAAAAAAAAAAAEAIRExUWGB/9oACAEDAQE/EEV45279ep//0M2Yka4qf//EABgRAQEBAQEAAAAAAAAAAAAAAAERAGGh/9oACAECAQE/EHKLv//QQJFV0MfTf//EABwQAAEEAwEAAAAAAAAAAAAAAAABESFxMUFRsf/aAAgBAQABPxBIL/mAjvDOz//Quf/Ruf/Ssf/Tsf/UkelRFCI6uH//2Q==",
);
/** Four components, Adobe's transform 2. */
export const cmykJpeg = decode(
  "/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwAGBAUGBQQGBgUGBwcGCAoQCgoJCQoUDg8MEBcUGBgXFBYWGh0lHxobIxwWFiAsICMmJykqKRkfLTAtKDAlKCko/9sAQwEHBwcKCAoTCgoTKBoWGigoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo/8AAFAgAEAAYBAEiAAIRAQMRAQQiAP/EABgAAQADAQAAAAAAAAAAAAAAAAAFBgcE/8QALBAAAAMEBwkBAQAAAAAAAAAAAAECAwQREgUGBxQWY6ETITEyQVFSU5Ejcf/EABUBAQEAAAAAAAAAAAAAAAAAAAcF/8QAIxEAAQMCBgMBAAAAAAAAAAAAAQIDBAARBQYHEiExIkFRof/aAA4EAQACEQMRBAAAPwCu1GsrRVatDlTJU7ertP8AldJJpkKRzTnDmjw6DWL6nyFow6y9ZfAw6y9ZfAdI1AfbFkACjmflXFMRcDspe5QFugOO/QH01s7xaQ7NGKksmOzWcIK2kYb/AODix9m6hgHK0DAOVoKvfU+QCDrZTLehqfenBi6uimbGSBrQoz3oJXRRdwCHCj5mmx25TKE7VpCh5eiLj8qqxo9jD7aXUlNlAEc/eaY+zdQEq42dUWt1Qp7JulscZiSpJFx3cS7AP//Z",
);
/** RGB: Adobe's transform 0, no JFIF. */
export const rgbJpeg = decode(
  "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0OEQ4LCxAWEBETFBUVFQwPFxgWFBgSFBUU/8AAEQgAEAAYA1IRAEcRAEIRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAAwDUgBHAEIAAD8A+ztQ/ay0y6s5Irez+yzNjbL9p3beRnjaO3HWvKf2o/8Agq3/AMNKfAnxN8OP+FXf8I5/bX2X/iZ/8JD9q8nybqKf/VfZU3Z8rb94Y3Z5xg9f+0n+1Tqf7RXwV8RfDy4+HX9jQ6x9m3Xv9sfaPL8q5inH7v7OucmLH3hjOecYrF/4ab/6e/8Ax6vgCvhn/hmT/p0/8do/4ab/AOnv/wAeoo/4Zk/6dP8Ax2vyU/4ab/6e/wDx6iv1r/4Zk/6dP/HaP+Gm/wDp7/8AHqKP+GZP+nT/AMdrldb/AGq/FMGqTJppspLIbfLaVHZj8ozkhwOue1fp9+xn/wAEv/hZ+0T+zZ4P+IXiTX/GFlrWsfbPtEGl3lrHbr5V5PAuxXtnYZWJScseSeg4H51/tY/tLeKv2ff2gPFPgDTfD/hy5stI+y+XLf207TN5tpDMdxWZR1lIGAOMfWv/2Q==",
);
/** Baseline with a restart marker after each block. */
export const restartJpeg = decode(
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/wAARCAAQABgDASIAAhEBAxEB/8QAGQAAAgMBAAAAAAAAAAAAAAAAAAUBAwYH/8QAJhAAAAUDAwMFAAAAAAAAAAAAAAECBBEDBRIGFDEHIUETFSNRYv/EABYBAQEBAAAAAAAAAAAAAAAAAAYEBf/EACARAAICAgICAwAAAAAAAAAAAAECBBEAAwUhBgcxQYH/3QAEAAH/2gAMAwEAAhEDEQA/ALNT9WC1HYHNq9oJt6xp+Xc544rJXGBTMRz5HPTc/qQm3UidzHkJ28VZzbC8SxOa0REKaegTf7n/0MCTnggB7YdLsrrZW72tWdJqVcpJC0kXZRp7Sk/oAllS+Ljbm0PdqaPX2M2X9hxNbsjk2DXxn//Z",
);
/** Arithmetic coding, which some decoders know and browsers do not. */
export const arithmeticJpeg = decode(
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/yQARCAAQABgDASIAAhEBAxEB/8wACgAQEAUBEBEF/9oADAMBAAIRAxEAPwDLbAhMH8AmQGgGU4gECpLgiBidxcs5/cI+NqfcDCoTSmpAuWZkM8URX5xJ7EEEtKBMjSKOlP4yngJnYV4AjngMuLMfDzByVTpmvlEltDa7did9voH4atlmIaPITDYEH3dVj9emktPQoF13pvGVSzST56FVDP8ARRZr6C8/kahg/9k=",
);
/** Extended, with samples of twelve bits, as scanners for medicine write them: by its header alone, for nobody to decode. */
export function twelveBitJpeg(): Uint8Array {
  const bytes = baselineJpeg.slice();
  const frame = Buffer.from(bytes).indexOf(Buffer.from([0xff, 0xc0, 0, 17, 8]));
  bytes[frame + 1] = 0xc1;
  bytes[frame + 4] = 12;
  return bytes;
}
export const lossyWebp = decode(
  "UklGRrYAAABXRUJQVlA4IKoAAACwBgCdASoYABAAPm0wk0YkIyGhMAgAgA2JbAC7L1J4B+Ev7AVYHUA/gH2AYiBvgG8AbyAFDxvLwJkGUWFpAAD+/75f31//CfC3/l13n+uf1gjSs942/z8lAivvK6dqEyVv/TtV//uIf77Mf89JOBp/hmrvARJdop8vgIY8hH5nlPrklNMUiPe//Fz+DWbv2rh36/OXH0y5LCSwqoKLOgavEMLcZa2yfqAAAA==",
);
export const losslessWebp = decode(
  "UklGRlAAAABXRUJQVlA4TEMAAAAvF8ADAJkuRPQ/NlGIQvQ/oLhtJGW2/6KZDt8E2Tb1Z9qZrkCQbRvqNS64IJu0MWvpIQzwyMA0/BegiuafX8PrjQkAAA==",
);
export const alphaWebp = decode(
  "UklGRtoAAABXRUJQVlA4WAoAAAAQAAAAFwAADwAAQUxQSAoAAAARB1DAiAhERP8DVlA4IKoAAACwBgCdASoYABAAPm0wk0YkIyGhMAgAgA2JbAC7L1J4B+Ev7AVYHUA/gH2AYiBvgG8AbyAFDxvLwJkGUWFpAAD+/75f31//CfC3/l13n+uf1gjSs942/z8lAivvK6dqEyVv/TtV//uIf77Mf89JOBp/hmrvARJdop8vgIY8hH5nlPrklNMUiPe//Fz+DWbv2rh36/OXH0y5LCSwqoKLOgavEMLcZa2yfqAAAA==",
);
/** Two frames, the second a lossy one. */
export const animWebp = decode(
  "UklGRkIBAABXRUJQVlA4WAoAAAACAAAAFwAADwAAQU5JTQYAAAD/////AABBTk1GXAAAAAAAAAAAABcAAA8AAGQAAAJWUDhMQwAAAC8XwAMAmS5E9D82UYhC9D+guG0kZbb/opkO3wTZNvVn2pmuQJBtG+o1Lrggm7Qxa+khDPDIwDT8F6CK5p9fw+uNCQAAQU5NRrIAAAAAAAAAAAAXAAAPAABkAAAAVlA4IJoAAAC0BACdASoYABAAPpFEmkiDAIAAASCWwAnRrs/0AoQDKKPJVAwVK99vjnd/PIGAAP3SfH9zg/wxtsbQVh4dd8ANcYJ+Of+//5i6F+H5w55sz//4oUZTtxz/zeP8Tmh8nwrRxP/8hXz6VcQjn+7H/632P/gCggA7TOjXiC+nA/aLvCunfpo/kXb8ZFv9xF42B+U8/x0/cv4ngAAA",
);

/** Rows of a picture: each begins with a byte that says no filter is used. */
function rows(width: number, height: number, pixel: (x: number, y: number) => readonly number[]): Uint8Array {
  const all = Array.from({ length: height }, (_, y) => [
    0,
    ...Array.from({ length: width }, (_, x) => pixel(x, y)).flat(),
  ]);
  return deflateSync(Uint8Array.from(all.flat()));
}

const WIDTH = 24;
const HEIGHT = 16;
const size = (depth: number, colour: number): Uint8Array =>
  Uint8Array.from([0, 0, 0, WIDTH, 0, 0, 0, HEIGHT, depth, colour, 0, 0, 0]);
const colours = (x: number, y: number): number[] => [x * 10, y * 15, (x * y) % 251];

/** True colours with a gamma, in two chunks of data. */
export function truePng(): Uint8Array {
  const data = rows(WIDTH, HEIGHT, colours);
  return pngFile(
    pngChunk("IHDR", size(8, 2)),
    pngChunk("gAMA", Uint8Array.of(0, 0, 0xb1, 0x8f)),
    pngChunk("sRGB", Uint8Array.of(0)),
    pngChunk("IDAT", data.subarray(0, 100)),
    pngChunk("IDAT", data.subarray(100)),
    pngChunk("IEND", new Uint8Array(0)),
  );
}

/** A palette of four with transparency. */
export function palettePng(): Uint8Array {
  return pngFile(
    pngChunk("IHDR", size(8, 3)),
    pngChunk("PLTE", Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9)),
    pngChunk("tRNS", Uint8Array.of(255, 128, 0)),
    pngChunk(
      "IDAT",
      rows(WIDTH, HEIGHT, (x, y) => [(x + y) % 4]),
    ),
    pngChunk("IEND", new Uint8Array(0)),
  );
}

const frame = (sequence: number): Uint8Array =>
  Uint8Array.from([0, 0, 0, sequence, 0, 0, 0, WIDTH, 0, 0, 0, HEIGHT, ...new Uint8Array(8), 0, 1, 0, 10, 0, 0]);

/** Two frames. */
export function animatedPng(): Uint8Array {
  const second = rows(WIDTH, HEIGHT, (x, y) => [255, x, y]);
  return pngFile(
    pngChunk("IHDR", size(8, 2)),
    pngChunk("acTL", Uint8Array.of(0, 0, 0, 2, 0, 0, 0, 0)),
    pngChunk("fcTL", frame(0)),
    pngChunk("IDAT", rows(WIDTH, HEIGHT, colours)),
    pngChunk("fcTL", frame(1)),
    pngChunk("fdAT", Uint8Array.from([0, 0, 0, 2, ...second])),
    pngChunk("IEND", new Uint8Array(0)),
  );
}
