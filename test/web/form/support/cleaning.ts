/** What every test of the cleaning asks for. */
import { clean, type Cleaned } from "../../../../web/form/clean/index.ts";
import { join } from "../../../../web/form/clean/reader.ts";
import * as pictures from "./pictures.ts";

/** The pieces in one. @throws Error when the file is not cleaned */
export function cleaned(bytes: Uint8Array, name = "IMG_20261121.jpg"): Cleaned & { readonly bytes: Uint8Array } {
  const result = clean(bytes, name);
  if (result.kind !== "cleaned") throw new Error(`not cleaned: ${result.reason}`);
  return { ...result, bytes: join(result.pieces) };
}

export const JPEGS = {
  baseline: pictures.baselineJpeg,
  progressive: pictures.progressiveJpeg,
  restart: pictures.restartJpeg,
  cmyk: pictures.cmykJpeg,
  rgb: pictures.rgbJpeg,
};

export const PNGS = { true: pictures.truePng(), palette: pictures.palettePng(), animated: pictures.animatedPng() };

export const WEBPS = {
  lossy: pictures.lossyWebp,
  lossless: pictures.losslessWebp,
  alpha: pictures.alphaWebp,
  animated: pictures.animWebp,
};

export const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8] as const;

export const names = (pieces: readonly { readonly name: string }[]): string[] => pieces.map(({ name }) => name);
