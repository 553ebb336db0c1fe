// SPDX-License-Identifier: Apache-2.0
/** `<cairn-expiring>` in a real browser, in a page of another origin under a strict policy. */
import type { BrowserContextOptions } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from '../browser/browser.ts';
import { observe, openWidgets, overhang, type WidgetsInAPage } from '../browser/widgets-in-a-page.ts';

let widgets: WidgetsInAPage;
const visit: WidgetsInAPage['visit'] = (...args) => widgets.visit(...args);
beforeAll(async () => {
  widgets = await openWidgets({
    tomasz: { mail: 'tomasz.wilk@aldermouth.example', rights: ['self'] },
    greta: { mail: 'greta.holm@aldermouth.example', rights: ['self'] },
  });
});
afterAll(() => widgets.close());
const expiring = (as = 'mara', more = '') =>
  `<cairn-expiring token-url="/token?as=${as}" ${more}></cairn-expiring>`;

test('tells what has run out, what runs out next and what renews it: in a sentence, on a rail, in a list and a table alike', async () => {
  await visit(expiring(), {}, async (page) => {
    await page
      .getByText('One has expired: Emergency response. One runs out soon: Working at height.')
      .waitFor();
    const text = await page.locator('cairn-expiring section').innerText();
    expect(text).toMatch(/Emergency response\s+Was 2 Applies\s+Expired \d+ days ago, on/);
    expect(text).toMatch(/Working at height\s+2 Applies\s+Expires in \d+ days, on/);
    expect(text).toMatch(/What renews it:\s+once “Working at height check/);
    expect(await page.getByRole('img', { name: /Dates at which competencies run out/ }).count()).toBe(1);
    await page.locator('cairn-expiring summary').click();
    expect(await page.locator('cairn-expiring tbody th').allInnerTexts()).toEqual(
      await page.locator('cairn-expiring .item .name').allInnerTexts(),
    );
    expect(await violations(page)).toEqual([]);
  });
});

test('looks as far ahead as it is told', async () => {
  await visit(expiring('mara', 'within="30"'), {}, async (page) => {
    await page.getByText('Nothing else within 30 days.').waitFor();
    expect(await page.locator('cairn-expiring .item').count()).toBe(2);
    await page.locator('cairn-expiring').evaluate((element) => element.setAttribute('within', '400'));
    await page.getByText('Nothing else within 400 days.').waitFor();
    expect(await page.locator('cairn-expiring .item').count()).toBeGreaterThan(2);
    await page.locator('cairn-expiring').evaluate((element) => element.setAttribute('within', 'soon'));
    await page.getByText('asks for something that is not there').waitFor();
  });
});

test('nothing to run out is said so, without a picture', async () => {
  await visit(expiring('greta', 'within="1"'), {}, async (page) => {
    await page.getByText('Nothing that is held runs out within 1 day.').waitFor();
    expect(await page.locator('cairn-expiring svg').count()).toBe(0);
    expect(await violations(page)).toEqual([]);
  });
});

test('one is opened by keyboard into what it stands on', async () => {
  await visit(expiring(), {}, async (page) => {
    await page.getByRole('button', { name: 'Emergency response' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('What would bring 2 Applies back').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText('What would bring 2 Applies back').waitFor({ state: 'detached' });
  });
});

test('a renewal that comes takes it away, and says so', async () => {
  await visit(expiring('tomasz'), {}, async (page) => {
    const row = page.locator('cairn-expiring .item', { hasText: 'Emergency response' });
    await row.waitFor();
    const mail = 'tomasz.wilk@aldermouth.example';
    expect(await observe(widgets.cairn, { mail, form: 'emergency-response', scaled: 0.9 })).toBe(200);
    await page.locator('[aria-live]', { hasText: 'What runs out next: 2 have expired.' }).waitFor({
      state: 'attached',
    });
    expect(await row.filter({ hasText: 'Expired' }).count()).toBe(0);
  });
});

test.each<[string, BrowserContextOptions & { lang?: string }]>([
  ['dark', { colorScheme: 'dark' }],
  ['at 320 px', { viewport: { width: 320, height: 700 } }],
  ['at 2560 px', { viewport: { width: 2560, height: 1200 } }],
  ['in forced colours', { forcedColors: 'active' }],
  ['in German on a phone', { lang: 'de', viewport: { width: 320, height: 700 } }],
])('%s: fits and breaks no rule', async (_name, options) => {
  await visit(expiring('tomasz'), options, async (page) => {
    await page.locator('cairn-expiring .item').first().waitFor();
    await page.locator('cairn-expiring summary').click();
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual([]);
  });
});

test('a date on the rail reads in its own direction in Arabic', async () => {
  await visit(expiring('mara'), { lang: 'ar' }, async (page) => {
    const label = page.locator('cairn-expiring .rail-label', { hasText: /\d{4}/ });
    await label.waitFor({ state: 'attached' });
    const [day, year] = await label.evaluate((text: SVGTextElement) => {
      const written = text.textContent ?? '';
      return [0, written.search(/\d{4}/)].map((at) => text.getStartPositionOfChar(at).x);
    });
    // Day, month, year from right to left.
    expect(day).toBeGreaterThan(year ?? Infinity);
  });
});
