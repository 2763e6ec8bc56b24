/**
 * Keeps the bar with quick exit in sight where sticking to the top of the page does not: a keyboard on the screen pushes the
 * page up on some phones, and fingers can zoom into it.
 */
export function keepInSight(bar: HTMLElement): void {
  const view = window.visualViewport;
  if (!view) return;
  const place = (): void => {
    const whole = view.scale === 1 && view.offsetTop === 0 && view.offsetLeft === 0;
    // The bar lies at the side where lines begin, what is seen is told from the left.
    const { dir, clientWidth } = document.documentElement;
    const across = dir === "rtl" ? view.offsetLeft + view.width - clientWidth : view.offsetLeft;
    bar.style.translate = whole ? "" : `${across}px ${view.offsetTop}px`;
    bar.style.inlineSize = whole ? "" : `${view.width}px`;
  };
  view.addEventListener("resize", place);
  view.addEventListener("scroll", place);
}
