// SPDX-License-Identifier: Apache-2.0
/** The one script of a host page: loads each element of ours on first use. Small, and never in the page's way. */
import { registry } from './registry.ts';

const asked = new Set<string>();
const selector = Object.keys(registry).join(',');

function load(tag: string): void {
  if (asked.has(tag) || customElements.get(tag)) return;
  asked.add(tag);
  // A file that does not come (the network, a new release) is asked for again when the page next changes.
  registry[tag]?.().catch(() => asked.delete(tag));
}
function look(root: ParentNode): void {
  for (const element of root.querySelectorAll(selector)) load(element.localName);
}

new MutationObserver((changes) => {
  for (const { addedNodes } of changes)
    for (const node of addedNodes)
      if (node instanceof Element) {
        if (node.matches(selector)) load(node.localName);
        look(node);
      }
}).observe(document.documentElement, { childList: true, subtree: true });
look(document);
