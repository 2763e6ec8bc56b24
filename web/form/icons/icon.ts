/** A drawing as an element. It repeats what the words beside it say, so screen readers are not told of it. */

const SVG = "http://www.w3.org/2000/svg";

/** @param path what to draw on a grid of 24: SVG path data */
export function icon(path: string): SVGSVGElement {
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  drawing.append(line);
  return drawing;
}
