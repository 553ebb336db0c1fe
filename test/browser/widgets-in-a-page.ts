// SPDX-License-Identifier: Apache-2.0
/** A Cairn with the sample organisation, a browser, and somebody's page with widgets in it: what tests of widgets stand on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { type RunningCairn, startCairn } from '../running-cairn/running-cairn.ts';
import { launchBrowser, watchFaults } from './browser.ts';
import { type HostPage, openHostPage, type PageOptions, type Reader } from './host-page.ts';

export interface Visit extends BrowserContextOptions, PageOptions {
  /** Before the page is loaded: what the network does to it. */
  readonly before?: (page: Page) => Promise<void>;
}
export interface WidgetsInAPage {
  readonly cairn: RunningCairn;
  readonly browser: Browser;
  readonly host: HostPage;
  /** Opens a page with this in its body. @throws when the page had an error, or its policy refused something. */
  readonly visit: (body: string, visit: Visit, use: (page: Page) => Promise<void>) => Promise<void>;
  readonly close: () => Promise<void>;
}

export const mara = 'mara.lindqvist@aldermouth.example';
export const self: Readonly<Record<string, Reader>> = { mara: { mail: mara, rights: ['self'] } };

/** Somebody of the sample organisation is seen at work. Returns the status that the statement was answered with. */
export async function observe(
  { url, firstSource }: RunningCairn,
  { mail, form, scaled }: { readonly mail: string; readonly form: string; readonly scaled: number },
): Promise<number> {
  const response = await fetch(`${url}/xapi/statements`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(await firstSource()).toString('base64')}`,
      'Content-Type': 'application/json',
      'X-Experience-API-Version': '1.0.3',
    },
    body: JSON.stringify({
      actor: { mbox: `mailto:${mail}` },
      verb: { id: 'https://w3id.org/xapi/acrossx/verbs/observed' },
      object: { id: `https://observe.aldermouth.example/forms/${form}` },
      result: { score: { scaled } },
    }),
  });
  return response.status;
}

export async function openWidgets(readers: Readonly<Record<string, Reader>> = self): Promise<WidgetsInAPage> {
  const data = await mkdtemp(path.join(tmpdir(), 'cairn-widgets-'));
  const [cairn, browser] = await Promise.all([startCairn({ data, withSample: true }), launchBrowser()]);
  const host = await openHostPage({ url: cairn.url, data }, { ...self, ...readers });
  const visit: WidgetsInAPage['visit'] = async (
    body,
    { lang, head, trustedTypes, before, ...options },
    use,
  ) => {
    const context = await browser.newContext({ locale: 'en-GB', ...options });
    try {
      const page = await context.newPage();
      const faults = await watchFaults(page);
      await before?.(page);
      await page.goto(host.with(body, { lang, head, trustedTypes }));
      await use(page);
      const found = await faults();
      if (found.length > 0) throw new Error(`the page had faults: ${found.join('; ')}`);
    } finally {
      await context.close();
    }
  };
  // Seeded is not yet processed: the last of Mara's statements is there when this is.
  await visit('<cairn-profile token-url="/token?as=mara"></cairn-profile>', {}, (page) =>
    page.getByText('4 Coaches').first().waitFor({ timeout: 60_000 }),
  );
  return {
    cairn,
    browser,
    host,
    visit,
    close: async () => {
      await host.close();
      await browser.close();
      cairn.child.kill('SIGTERM');
      await cairn.ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** How far the page can be scrolled sideways. */
export const overhang = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
