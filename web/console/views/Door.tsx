/** The frame of every screen before a session is open: whose console this is, and one thing to do. */
import type { ComponentChildren } from "preact";
import { Demonstration, LanguageSwitch, unitName } from "./parts.tsx";

export function Door(props: { title: string; wide?: boolean; children: ComponentChildren }) {
  return (
    <main class={props.wide ? "door wide" : "door"}>
      <div class="mast">
        <p>{unitName()}</p>
        <LanguageSwitch />
      </div>
      <div class="row spread">
        <h1 tabIndex={-1}>{props.title}</h1>
        <Demonstration />
      </div>
      {props.children}
    </main>
  );
}
