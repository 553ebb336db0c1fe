// SPDX-License-Identifier: Apache-2.0
/** A page may load Cairn twice, from two addresses or in two versions: the first that is there is the one, and the other leaves it alone. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
