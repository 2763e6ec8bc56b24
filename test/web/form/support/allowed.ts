/** What exiftool may find in a clean picture: the facts of showing it, and no warning. */
const ALLOWED: Readonly<Record<string, string>> = {
  File:
    "FileType FileTypeExtension MIMEType ImageWidth ImageHeight EncodingProcess " +
    "BitsPerSample ColorComponents YCbCrSubSampling ExifByteOrder",
  Composite: "ImageSize Megapixels",
  JFIF: "JFIFVersion ResolutionUnit XResolution YResolution",
  Adobe: "DCTEncodeVersion APP14Flags0 APP14Flags1 ColorTransform",
  IFD0: "Orientation",
  PNG:
    "ImageWidth ImageHeight BitDepth ColorType Compression Filter Interlace Gamma SRGBRendering " +
    "Palette Transparency AnimationFrames AnimationPlays",
  RIFF:
    "ImageWidth ImageHeight VP8Version HorizontalScale VerticalScale AlphaIsUsed WebP_Flags " +
    "BackgroundColor AnimationLoopCount FrameCount Duration AlphaPreprocessing AlphaFiltering AlphaCompression",
};
/** @param tag `Group:Tag` */
export const allowed = (tag: string): boolean => {
  const [group = "", name = ""] = tag.split(":");
  return ALLOWED[group]?.split(" ").includes(name) === true;
};
