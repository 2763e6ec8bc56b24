/** Between two pieces of work, so that the page answers to keys and draws meanwhile. */
export const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
