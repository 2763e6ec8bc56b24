/** The one client and its addresses. Whoever keeps the session says what happens when the server no longer knows it. */
import { createApi } from "../api.ts";
import { createHttp } from "../http.ts";

let onLost: () => void = () => undefined;

export function whenSessionLost(then: () => void): void {
  onLost = then;
}

export const api = createApi(
  createHttp(
    (input, init) => fetch(input, init),
    () => onLost(),
  ),
);
