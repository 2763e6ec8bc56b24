/**
 * Turning the pixels of a JPEG, so that nothing of EXIF is left to say which way up it is. Where the browser does not let a
 * page do that, the picture keeps its orientation and nothing else: see security/decisions/0011-what-stays-in-a-picture.md.
 */
import { el } from "../../shared/dom.ts";
import type { Orientation } from "../clean/index.ts";

/** What phones of today decode without being ended by their system, and the most that a canvas on an iPhone has. */
export const TURNED_PIXELS_MAX = 2 ** 24;
/** High: it is evidence, and what is lost by encoding once more must not be seen. */
const QUALITY = 0.92;

/** Where the stored pixels go: a, b, c, d of a canvas transform; what would come to lie outside is moved back in. */
const TURNS: Readonly<Record<Orientation, readonly [a: number, b: number, c: number, d: number]>> = {
  1: [1, 0, 0, 1],
  2: [-1, 0, 0, 1],
  3: [-1, 0, 0, -1],
  4: [1, 0, 0, -1],
  5: [0, 1, 1, 0],
  6: [0, 1, -1, 0],
  7: [0, -1, -1, 0],
  8: [0, -1, 1, 0],
};

/**
 * @param stored a JPEG that says nothing of its orientation
 * @returns the whole of another JPEG, as this browser writes it; `null` where it does not, or writes another picture
 */
export async function turned(stored: Blob, orientation: Orientation): Promise<Uint8Array | null> {
  if (!canvasIsHonest()) return null;
  const canvas = el("canvas");
  try {
    const bitmap = await createImageBitmap(stored);
    const { width, height } = bitmap;
    const [a, b, c, d] = TURNS[orientation];
    canvas.width = a === 0 ? height : width;
    canvas.height = a === 0 ? width : height;
    const context = canvas.getContext("2d");
    context?.setTransform(a, b, c, d, a + c < 0 ? canvas.width : 0, b + d < 0 ? canvas.height : 0);
    context?.drawImage(bitmap, 0, 0);
    bitmap.close();
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    return blob && new Uint8Array(await blob.arrayBuffer());
  } catch {
    return null;
  } finally {
    // The pixels go now, not when somebody collects them.
    canvas.width = canvas.height = 0;
  }
}

const PROBE = 16;

/**
 * Tor Browser, and others that hide the device, give a page white or noise for the pixels of a canvas. They do it for every
 * canvas: so one is painted with known colours and read back.
 */
function canvasIsHonest(): boolean {
  try {
    const canvas = el("canvas", { width: PROBE, height: PROBE });
    const context = canvas.getContext("2d");
    if (!context) return false;
    const colour = (x: number, y: number): number[] => [x * 15, y * 15, (x ^ y) * 15, 255];
    for (let y = 0; y < PROBE; y++) {
      for (let x = 0; x < PROBE; x++) {
        context.fillStyle = `rgb(${colour(x, y).slice(0, 3).join()})`;
        context.fillRect(x, y, 1, 1);
      }
    }
    const { data } = context.getImageData(0, 0, PROBE, PROBE);
    return data.every((value, i) => {
      const at = i >> 2;
      return value === colour(at % PROBE, Math.floor(at / PROBE))[i % 4];
    });
  } catch {
    return false;
  }
}
