/** The clients and their addresses. Whoever keeps the session says what happens when the server no longer knows it. */
import { createApi, type Api } from "../api.ts";
import { createHttp } from "../http.ts";

let onLost: () => void = () => undefined;

export function whenSessionLost(then: () => void): void {
  onLost = then;
}

const client = (background: boolean): Api =>
  createApi(createHttp((input, init) => fetch(input, init), { onSessionLost: () => onLost(), background }));

/** For what an officer does. */
export const api = client(false);
/** For what the console does by itself, on a timer or because something changed: an unattended console must idle out. */
export const background = client(true);
