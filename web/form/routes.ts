/** The screens of a script, by the name that others lead to them. */
import type { MakeScreen, Route, Routes } from "./app.ts";

export function routesOf(screens: Readonly<Partial<Record<Route, MakeScreen>>>): Routes {
  return (route) => {
    const make = screens[route];
    if (!make) throw new Error(`there is no screen ${route}`);
    return make;
  };
}
