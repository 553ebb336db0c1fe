// SPDX-License-Identifier: Apache-2.0
/** `<cairn-evidence>` in a real browser, in a page of another origin under a strict policy: alone, and within the rows of others. */
import type { BrowserContextOptions } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../browser/browser.ts';
import { observe, openWidgets, overhang, type WidgetsInAPage } from '../browser/widgets-in-a-page.ts';

let widgets: WidgetsInAPage;
const visit: WidgetsInAPage['visit'] = (...args) => widgets.visit(...args);
beforeAll(async () => {
  widgets = await openWidgets();
});
afterAll(() => widgets.close());

const mara = 'token-url="/token?as=mara"';
const evidence = (competency: string, more = '') =>
  `<cairn-evidence ${mara} competency="${competency}" ${more}></cairn-evidence>`;

describe('alone, by its attribute', () => {
  test('says the sentence, what it stands on, what is left out and why, and what comes next; no dead button', async () => {
    await visit(evidence('hazard-spotting'), {}, async (page) => {
      await page.getByRole('heading', { name: 'Hazard spotting' }).waitFor();
      const text = await page.locator('cairn-evidence section').innerText();
      expect(text).toMatch(/2 Applies, because of Hazard spotting check/);
      expect(text).toMatch(
        /What it stands on\s+Hazard spotting check[\s\S]*Left out, and why\s+Hazard spotting, quay observation/,
      );
      expect(text).toContain('It shows 1 Knows. Hazard spotting check of');
      expect(text).toContain('What would take it to 3 Leads');
      expect(text).toContain('required: 3 Leads');
      expect(await page.locator('cairn-evidence button').count()).toBe(0);
      expect(await violations(page)).toEqual([]);
    });
  });

  test('by keyboard: each piece opens to its statement, exactly as it was received', async () => {
    await visit(evidence('hazard-spotting'), {}, async (page) => {
      await page.getByText('What it stands on').waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      const text = await page.locator('cairn-evidence pre').first().innerText();
      expect((JSON.parse(text) as { actor: object }).actor).toMatchObject({ name: 'Mara Lindqvist' });
      expect(await page.locator('cairn-evidence dl').first().innerText()).toMatch(
        /Sent by Aldermouth Learning/,
      );
      expect(await violations(page)).toEqual([]);
    });
  });

  test('what has run out was held, and says how it comes back; what nobody showed is unknown', async () => {
    await visit(evidence('emergency-response') + evidence('radio-working'), {}, async (page) => {
      const [expired, unknown] = [
        page.locator('cairn-evidence').first(),
        page.locator('cairn-evidence').last(),
      ];
      await expired.getByText('What would bring 2 Applies back').waitFor();
      expect(await expired.locator('section').innerText()).toMatch(
        /Was 2 Applies[\s\S]*Expired[\s\S]*no level now/,
      );
      await unknown.getByText('No evidence yet').waitFor();
      expect(await unknown.locator('section').innerText()).toMatch(/Unknown/);
      expect(await unknown.locator('section').innerText()).not.toMatch(/\b0\b|not competent/i);
      expect(await violations(page)).toEqual([]);
    });
  });

  test('without a competency asks for one and nothing else; a wrong one is the page’s to mend', async () => {
    await visit(`<cairn-evidence ${mara}></cairn-evidence>`, {}, async (page) => {
      await page.getByText('Choose a competency to see what it stands on.').waitFor();
      const element = page.locator('cairn-evidence');
      await element.evaluate((one) => one.setAttribute('competency', 'piracy'));
      await page.getByText('asks for something that is not there').waitFor();
      expect(await violations(page)).toEqual([]);
      await element.evaluate((one) => one.setAttribute('competency', 'mooring-lines'));
      await page.getByRole('heading', { name: 'Mooring lines' }).waitFor();
    });
  });

  test('announces politely when new evidence comes, and shows it', async () => {
    await visit(evidence('gangway-access'), {}, async (page) => {
      await page.getByText('1 Knows').first().waitFor();
      const mail = 'mara.lindqvist@aldermouth.example';
      expect(await observe(widgets.cairn, { mail, form: 'gangway-access', scaled: 0.8 })).toBe(200);
      await page.locator('[aria-live]', { hasText: 'Gangway and access: now 3 Leads. Met' }).waitFor({
        state: 'attached',
      });
    });
  });
});

test.each<[string, BrowserContextOptions]>([
  ['dark', { colorScheme: 'dark' }],
  ['at 320 px', { viewport: { width: 320, height: 700 } }],
  ['at 2560 px', { viewport: { width: 2560, height: 1200 } }],
  ['in forced colours', { forcedColors: 'active' }],
])('%s: fits and breaks no rule', async (_name, options) => {
  await visit(evidence('hazard-spotting'), options, async (page) => {
    await page.locator('cairn-evidence summary').first().click();
    await page.getByText('Show as received').first().waitFor();
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual([]);
  });
});

test('in German: says everything in German', async () => {
  await visit(evidence('hazard-spotting'), { lang: 'de' }, async (page) => {
    await page.locator('cairn-evidence summary').first().click();
    const text = await page.locator('cairn-evidence section').innerText();
    expect(text).toMatch(/Worauf es beruht[\s\S]*Wie empfangen zeigen[\s\S]*Außer Betracht, und warum/);
    expect(text).not.toMatch(/What|Left out|required/);
    expect(await violations(page)).toEqual([]);
  });
});

describe('within a row', () => {
  test.each(['cairn-profile', 'cairn-gap'])(
    'of %s: opened by keyboard, closed again, told to the page',
    async (tag) => {
      await visit(`<${tag} ${mara}></${tag}>`, { viewport: { width: 1200, height: 900 } }, async (page) => {
        const name = page.locator(tag).getByRole('button', { name: 'Hazard spotting' }).first();
        await name.focus();
        await page.evaluate(() =>
          addEventListener('cairn-select', (event) =>
            document.body.setAttribute(
              'data-chosen',
              (event as CustomEvent<{ competency: string }>).detail.competency,
            ),
          ),
        );
        await page.keyboard.press('Enter');
        await page.getByText('What it stands on').waitFor();
        expect(await page.getAttribute('body', 'data-chosen')).toBe('hazard-spotting');
        expect(await name.getAttribute('aria-expanded')).toBe('true');
        expect(await violations(page)).toEqual([]);
        await page.keyboard.press('Enter');
        await page.getByText('What it stands on').waitFor({ state: 'detached' });
        expect(await name.getAttribute('aria-expanded')).toBe('false');
      });
    },
  );

  test('a file that does not come is asked for again by the reader', async () => {
    let isAway = true;
    await visit(
      `<cairn-profile ${mara}></cairn-profile>`,
      {
        before: async (page) =>
          void (await page.route('**/embed/cairn-evidence-*', (route) =>
            isAway ? route.abort() : route.continue(),
          )),
      },
      async (page) => {
        await page.getByRole('button', { name: 'Mooring lines' }).click();
        await page.getByText('This could not be looked up.').waitFor();
        isAway = false;
        await page.getByRole('button', { name: 'Try now' }).click();
        await page.getByText('What it stands on').waitFor();
        expect(await page.getByRole('button', { name: 'Try now' }).count()).toBe(0);
      },
    );
  });
});

test('names, texts and statements of ill will are shown as text, within their place', async () => {
  const bad = `<img src=x onerror="window.hacked=1">\u202Eevil javascript:alert(1) ${'x'.repeat(10_000)}`;
  await visit(
    evidence('hazard-spotting'),
    {
      viewport: { width: 400, height: 800 },
      before: async (page) =>
        void (await page.route('**/competencies/*', async (route) => {
          const response = await route.fetch();
          const why = (await response.json()) as {
            competency: { label: object; statement: object };
            person: { name: string };
            sentences: string[];
            evidence: { activity: object | null; by: string | null; source: { title: string } }[];
          };
          why.competency = { ...why.competency, label: { en: bad }, statement: { en: bad } };
          why.person.name = bad;
          why.sentences = [bad];
          why.evidence = why.evidence.map((piece) => ({
            ...piece,
            by: bad,
            activity: { id: 'javascript:alert(1)', name: { en: bad } },
            source: { ...piece.source, title: bad },
            statement: { id: 'x', text: bad },
          }));
          await route.fulfill({ response, json: why });
        })),
    },
    async (page) => {
      await page.getByRole('heading', { level: 2 }).waitFor();
      await page.locator('cairn-evidence summary').first().click();
      expect(await page.locator('cairn-evidence h2').innerText()).toContain('<img src=x');
      expect(await page.locator('cairn-evidence img, cairn-evidence a').count()).toBe(0);
      expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
      expect(await overhang(page)).toBeLessThanOrEqual(0);
    },
  );
});
