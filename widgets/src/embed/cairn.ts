// SPDX-License-Identifier: Apache-2.0
/** The one script of a host page: loads each element of ours on first use. Small, and never in the page's way. */
import { fetchUntilThere } from './file.ts';
import { registry } from './registry.ts';

const asked = new Set<string>();
const selector = Object.keys(registry).join(',');

function load(tag: string): void {
  if (asked.has(tag) || customElements.get(tag)) return;
  asked.add(tag);
  const file = registry[tag];
  if (file) fetchUntilThere(file, () => customElements.get(tag) !== undefined);
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
