// SPDX-License-Identifier: Apache-2.0
/** A real browser, and what every page in it is held to. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright';
import { findBrowser } from './find-browser.ts';

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findBrowser(),
    args: ['--disable-gpu', '--disable-quic', '--no-sandbox'],
  });

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Rule and element of each violation of WCAG 2.2 AA. `within`: of what these select, where the page around is not ours. */
export async function violations(page: Page, within?: string): Promise<readonly string[]> {
  await page.evaluate(await readFile(axeFile, 'utf8'));
  return page.evaluate(async (selector) => {
    const { axe: run } = globalThis as unknown as { axe: typeof axe };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const result = await run.run(selector ?? document, { runOnly: { type: 'tag', values: tags } });
    return result.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`),
    );
  }, within);
}

/** Errors of the page, and what its content security policy refused; to be empty at the end. */
export async function watchFaults(page: Page): Promise<() => Promise<readonly string[]>> {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  await page.addInitScript(() => {
    const refused: string[] = [];
    Object.assign(globalThis, { refused });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, sourceFile, lineNumber }) =>
      refused.push(`${violatedDirective} ${sourceFile}:${lineNumber}`),
    );
  });
  return async () => [
    ...faults,
    ...(await page.evaluate(() => (globalThis as unknown as { refused: string[] }).refused)),
  ];
}
