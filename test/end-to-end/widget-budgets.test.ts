// SPDX-License-Identifier: Apache-2.0
/** What the elements cost a page: bytes, requests, shifts of its layout; and that two of Cairn's scripts in it do not fight. */
import { gzipSync } from 'node:zlib';
import type { Page, Response } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../browser/browser.ts';
import { openWidgets, type WidgetsInAPage } from '../browser/widgets-in-a-page.ts';

let widgets: WidgetsInAPage;
const visit: WidgetsInAPage['visit'] = (...args) => widgets.visit(...args);
beforeAll(async () => {
  widgets = await openWidgets({
    lead: { mail: 'karim.benali@aldermouth.example', rights: ['self', 'team:quay-b'] },
  });
});
afterAll(() => widgets.close());

const kB = 1024;
const tag = (name: string, as = 'mara') =>
  `<cairn-${name} token-url="/token?as=${as}" competency="hazard-spotting"></cairn-${name}>`;
const drawn = (page: Page, names: readonly string[]) =>
  Promise.all(
    names.map((name) =>
      page.locator(`cairn-${name} section[aria-busy=false]`).first().waitFor({ state: 'attached' }),
    ),
  );

/** Bytes, gzipped, by file, of what Cairn's script brings for these elements. */
async function weightOf(names: readonly string[], lang = 'en'): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, Promise<number>>();
  const note = (response: Response) => {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith('/embed/'))
      sizes.set(
        pathname,
        response.body().then((body) => gzipSync(body).length),
      );
  };
  let found = new Map<string, number>();
  await visit(
    names.map((name) => tag(name, 'lead')).join(''),
    { lang, before: async (page) => void (await Promise.resolve(page.on('response', note))) },
    async (page) => {
      await drawn(page, names);
      found = new Map(await Promise.all([...sizes].map(async ([name, size]) => [name, await size] as const)));
    },
  );
  return found;
}
const sum = (sizes: ReadonlyMap<string, number>) => [...sizes.values()].reduce((all, size) => all + size, 0);

describe('bytes, gzipped', () => {
  test.each(['en', 'de', 'es', 'fr', 'ar'])(
    'profile and gap in a page in %s: 35 kB; the script: 5 kB',
    async (lang) => {
      const sizes = await weightOf(['profile', 'gap'], lang);
      expect(sizes.get('/embed/cairn.js')).toBeLessThanOrEqual(5 * kB);
      expect(sum(sizes)).toBeLessThanOrEqual(35 * kB);
    },
  );
  test.each(['evidence', 'expiring', 'person'])('%s: 10 kB more', async (name) => {
    const both = sum(await weightOf(['profile', 'gap']));
    const more = sum(await weightOf(['profile', 'gap', name])) - both;
    expect(more).toBeGreaterThan(0);
    expect(more).toBeLessThanOrEqual(10 * kB);
  });
});

test('six elements of one reader ask for one token, for each thing once, and hold one stream', async () => {
  const asked: string[] = [];
  const tokensBefore = widgets.host.tokens();
  await visit(
    ['profile', 'gap', 'evidence', 'expiring', 'profile', 'gap'].map((name) => tag(name)).join(''),
    {
      before: async (page) =>
        void (await Promise.resolve(
          page.on('request', (request) => {
            const { pathname } = new URL(request.url());
            if (pathname.startsWith('/api/') && request.method() === 'GET') asked.push(pathname);
          }),
        )),
    },
    async (page) => {
      await drawn(page, ['profile', 'gap', 'evidence', 'expiring']);
      await page.locator('cairn-gap h2').nth(1).waitFor();
    },
  );
  expect(widgets.host.tokens() - tokensBefore).toBe(1);
  expect(asked.toSorted()).toEqual([
    '/api/v1/live',
    '/api/v1/people/me/competencies/hazard-spotting',
    '/api/v1/people/me/expiring',
    '/api/v1/people/me/gap',
    '/api/v1/people/me/profile',
  ]);
});

test('two scripts of Cairn in one page, from two addresses: each element is there once, and the page has no fault', async () => {
  const other = widgets.cairn.url.replace('127.0.0.1', 'localhost');
  const head = `<script type="module" src="${other}/embed/cairn.js"></script>`;
  // Each brings Lit's policy for templates; a page with one script needs no duplicates.
  const trustedTypes = "lit-html 'allow-duplicates'";
  await visit(tag('profile') + tag('expiring'), { head, trustedTypes }, async (page) => {
    await drawn(page, ['profile', 'expiring']);
    await page.getByRole('button', { name: 'Emergency response' }).first().click();
    await page.getByText('What would bring 2 Applies back').waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

test.each(['es', 'fr', 'ar'])('in %s nothing of the elements’ own words is English', async (lang) => {
  const names = ['profile', 'gap', 'evidence', 'expiring'];
  await visit(names.map((name) => tag(name)).join(''), { lang }, async (page) => {
    await drawn(page, names);
    const english =
      /\b(Required|Held|Met|Unknown|Expired|Gap|levels? to go|stands on|runs out next|Show as|Left out|Up to date|evidence yet)\b/;
    for (const name of names) {
      // What the server says in sentences is marked as English.
      const own = await page.locator(`cairn-${name} section`).evaluate((section) => {
        const copy = section.cloneNode(true) as Element;
        for (const said of copy.querySelectorAll('[lang^=en], pre')) said.remove();
        return copy.textContent ?? '';
      });
      expect(own).not.toMatch(english);
    }
    expect(await violations(page)).toEqual([]);
  });
});
