/** Building the page from elements. Text only ever becomes text nodes: nothing here parses markup. */

export type Child = Node | string | null | undefined | false | readonly Child[];

/** `true` sets an empty attribute, `false`, `null` and `undefined` leave it out. */
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

export function append(parent: Node, ...children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (typeof child === "string") parent.appendChild(document.createTextNode(child));
    else if (child instanceof Node) parent.appendChild(child);
    else append(parent, ...child);
  }
}

/** `el("p", { class: "why", id: "a" }, "text", otherElement)` */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(element, ...children);
  return element;
}

/** Puts these in the place of what an element holds. */
export function fill(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren();
  append(parent, ...children);
}

/** The same again, for a second place: a node can be in one only. */
export function copyOf(child: Child): Child {
  if (child instanceof Node) return child.cloneNode(true);
  return typeof child === "object" && child !== null ? child.map(copyOf) : child;
}

/** A button that is no submit button. */
export function button(text: Child, onPress: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = el("button", { type: "button", ...attributes }, text);
  element.addEventListener("click", onPress);
  return element;
}
