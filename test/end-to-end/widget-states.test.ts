// SPDX-License-Identifier: Apache-2.0
/** Every element in every state: it says what is the matter and what to do, breaks no rule, and never the page around it. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../browser/browser.ts';
import { mara, openWidgets, type WidgetsInAPage } from '../browser/widgets-in-a-page.ts';

let widgets: WidgetsInAPage;
const visit: WidgetsInAPage['visit'] = (...args) => widgets.visit(...args);
beforeAll(async () => {
  widgets = await openWidgets({
    lead: { mail: 'karim.benali@aldermouth.example', rights: ['self', 'team:quay-b'] },
    office: { mail: mara, rights: ['team:yard'] },
    tutor: { mail: mara, rights: ['person:mbox:new@aldermouth.example'] },
  });
});
afterAll(() => widgets.close());

const tags = ['cairn-profile', 'cairn-gap', 'cairn-evidence', 'cairn-expiring'] as const;
const all = (more = '') =>
  tags
    .map((tag) => `<${tag} token-url="/token?as=mara" competency="hazard-spotting" ${more}></${tag}>`)
    .join('');
const section = (page: Page, tag: string) => page.locator(`${tag} section`).first();
const people = '**/api/v1/people/**';
const problem = (status: number, code: string) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ title: 'T', status, detail: 'D', code, instance: 'ref-7f3k', type: 'urn:x' }),
});
const shown = async (page: Page) => {
  for (const tag of tags) await section(page, tag).locator('h2').first().waitFor();
};
/** The page's own script goes on, and its own link can be used. */
const pageIsWell = async (page: Page) => {
  expect(await page.evaluate(() => new Promise((resolve) => setTimeout(() => resolve('well'), 0)))).toBe(
    'well',
  );
  await page.getByRole('link', { name: 'of the page' }).click();
  expect(page.url()).toContain('#there');
};
const link = '<a href="#there">of the page</a>';

describe.each<[string, (page: Page) => Promise<unknown>, RegExp, boolean]>([
  [
    'no rights',
    async (page) => page.route(people, (route) => route.fulfill(problem(403, 'PERSON_FORBIDDEN'))),
    /You can't see this person's competencies\. Only they and the people who lead their team can/,
    false,
  ],
  [
    'an error',
    async (page) => page.route(people, (route) => route.fulfill(problem(500, 'INTERNAL'))),
    /This can't be shown at the moment\.[\s\S]*ref-7f3k[\s\S]*Next try in \d+ seconds?[\s\S]*Try now/,
    true,
  ],
  [
    'a dead server',
    async (page) => page.route('**/api/v1/**', (route) => route.abort()),
    /This can't be shown at the moment\.[\s\S]*Try now/,
    true,
  ],
  [
    'a hostile server: a page in place of data',
    async (page) => page.route(people, (route) => route.fulfill({ body: '<script>hacked=1</script>' })),
    /This can't be shown at the moment/,
    true,
  ],
  [
    'a hostile server: data of another shape',
    async (page) => page.route(people, (route) => route.fulfill({ json: { items: 7, competencies: 'x' } })),
    /This can't be shown at the moment/,
    true,
  ],
  [
    'a hostile server: null',
    async (page) => page.route(people, (route) => route.fulfill({ json: null })),
    /This can't be shown at the moment/,
    true,
  ],
  [
    'a sign-in that has ended',
    async (page) => page.route('**/token*', (route) => route.fulfill({ status: 401 })),
    /Your sign-in has ended\. Reload the page to go on\.\s+Reload/,
    false,
  ],
])('%s', (_name, before, words, isTriedAgain) => {
  test('is said by each of them, and the page goes on', async () => {
    await visit(all() + link, { before: async (page) => void (await before(page)) }, async (page) => {
      for (const tag of tags) {
        await expect.poll(() => section(page, tag).innerText(), { timeout: 10_000 }).toMatch(words);
        expect(await page.locator(tag).getByRole('button', { name: 'Try now' }).count()).toBe(
          isTriedAgain ? 1 : 0,
        );
      }
      expect(await violations(page)).toEqual([]);
      await pageIsWell(page);
    });
  });
});

test('a slow server: a skeleton that keeps the space, words after three seconds, then what is asked for', async () => {
  let answer: () => void = () => undefined;
  const isSlow = new Promise<void>((resolve) => (answer = resolve));
  await visit(
    all() + link,
    {
      before: async (page) =>
        void (await page.route(people, async (route) => {
          await isSlow;
          await route.continue();
        })),
    },
    async (page) => {
      for (const tag of tags) {
        await section(page, tag).getByText('Still loading. You can go on reading this page.').waitFor();
        expect(await section(page, tag).getAttribute('aria-busy')).toBe('true');
        expect((await section(page, tag).boundingBox())?.height).toBeGreaterThan(100);
      }
      expect(await violations(page)).toEqual([]);
      await pageIsWell(page);
      answer();
      await shown(page);
      for (const tag of tags) expect(await section(page, tag).getAttribute('aria-busy')).toBe('false');
    },
  );
});

test('stale: what was there stays with its time; the reader asks, and it is as it is now', async () => {
  let state: 'ready' | 'away' | 'there' = 'ready';
  await visit(
    all(),
    {
      before: async (page) =>
        void (await page.route('**/api/v1/live*', (route) => {
          if (state === 'away') return route.abort();
          if (state === 'there') return route.continue();
          return route.fulfill({ contentType: 'text/event-stream', body: 'event: ready\ndata: {}\n\n' });
        })),
    },
    async (page) => {
      await shown(page);
      state = 'away';
      for (const tag of tags) {
        await section(page, tag)
          .getByText(/As of \d\d:\d\d\.\s+Newer records have not reached this page/)
          .waitFor();
        await section(page, tag)
          .getByText(/Next try in \d+ seconds?/)
          .waitFor();
        expect(await section(page, tag).locator('h2').first().isVisible()).toBe(true);
        expect(await section(page, tag).getByText('Up to date').count()).toBe(0);
      }
      expect(await violations(page)).toEqual([]);
      state = 'there';
      await section(page, 'cairn-gap').getByRole('button', { name: 'Try now' }).click();
      for (const tag of tags) await section(page, tag).getByText('As of').waitFor({ state: 'detached' });
    },
  );
});

test('offline: what was there stays, dated; and it goes on by itself', async () => {
  await visit(all(), {}, async (page) => {
    await shown(page);
    await page.context().setOffline(true);
    for (const tag of tags) {
      await section(page, tag).getByText('You are offline.').waitFor();
      expect(await section(page, tag).locator('h2').first().isVisible()).toBe(true);
    }
    expect(await violations(page)).toEqual([]);
    await page.context().setOffline(false);
    for (const tag of tags)
      await section(page, tag).getByText('You are offline.').waitFor({ state: 'hidden' });
  });
});

test('empty: nobody is told that they can do nothing', async () => {
  await visit(all('at="2020-01-01"'), {}, async (page) => {
    await shown(page);
    for (const tag of ['cairn-profile', 'cairn-gap'])
      expect(await section(page, tag).innerText()).toContain('No evidence yet, and that is fine.');
    expect(await section(page, 'cairn-evidence').innerText()).toContain(
      'Nothing has been recorded that says anything of it, for or against.',
    );
    expect(await section(page, 'cairn-expiring').innerText()).toContain('Nothing that is held runs out');
    for (const tag of tags) expect(await section(page, tag).innerText()).not.toMatch(/\b0 ?%|not competent/i);
    expect(await violations(page)).toEqual([]);
  });
});

test('among many competencies the reader finds one by a word, is told how many, and gets all back', async () => {
  await visit('<cairn-profile token-url="/token?as=mara"></cairn-profile>', {}, async (page) => {
    const rows = page.locator('cairn-profile li.item:visible');
    await page.getByLabel('Find a competency').fill('LIFTING  hands');
    await page.locator('cairn-profile [role=status]', { hasText: 'Shown: 0' }).waitFor();
    await page.getByLabel('Find a competency').fill('crane driver');
    await page.locator('cairn-profile [role=status]', { hasText: 'Shown: 1' }).waitFor();
    expect(await rows.allInnerTexts()).toEqual([expect.stringContaining('Slinging and signalling')]);
    // Beyond the role, too: what is folded away is opened.
    await page.getByLabel('Find a competency').fill('data protection');
    await rows.filter({ hasText: 'Data protection' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('Find a competency').fill('');
    await rows.filter({ hasText: 'Slinging and signalling' }).waitFor();
    expect(await rows.count()).toBe(10);
  });
});

test('a profile of 300 competencies is drawn, searched and opened within its time', async () => {
  const many = async (page: Page) =>
    void (await page.route('**/people/me/profile', async (route) => {
      const response = await route.fetch();
      const profile = (await response.json()) as { competencies: { id: string; label: object }[] };
      const competencies = Array.from({ length: 300 }, (_, i) => {
        const one = profile.competencies[i % profile.competencies.length];
        return i < profile.competencies.length
          ? one
          : { ...one, id: `c${i}`, label: { en: `Competency ${i}` } };
      });
      await route.fulfill({ response, json: { ...profile, competencies } });
    }));
  await visit(
    '<cairn-profile token-url="/token?as=mara"></cairn-profile>',
    { before: many },
    async (page) => {
      await page.locator('cairn-profile li.item').first().waitFor();
      expect(await page.locator('cairn-profile li.item').count()).toBe(300);
      const drawnAgain = await page.locator('cairn-profile').evaluate(async (element) => {
        const lit = element as HTMLElement & { requestUpdate: () => void; updateComplete: Promise<boolean> };
        const times: number[] = [];
        for (let i = 0; i < 5; i += 1) {
          const start = performance.now();
          lit.requestUpdate();
          await lit.updateComplete;
          times.push(performance.now() - start);
        }
        return Math.min(...times);
      });
      expect(drawnAgain).toBeLessThan(50);
      await page.getByLabel('Find a competency').fill('Competency 299');
      await page.locator('cairn-profile [role=status]', { hasText: 'Shown: 1' }).waitFor();
    },
  );
});

describe('another person', () => {
  const of = (as: string, person: string) =>
    tags
      .map(
        (tag) =>
          `<${tag} token-url="/token?as=${as}" person="${person}" competency="hazard-spotting"></${tag}>`,
      )
      .join('');
  test('is refused to a learner, and nothing of them is shown, nor whether they are there', async () => {
    for (const person of ['tomasz-wilk', 'nobody-at-all'])
      await visit(of('mara', person), {}, async (page) => {
        for (const tag of tags) {
          await section(page, tag).getByText("You can't see this person's competencies.").waitFor();
          expect(await section(page, tag).innerText()).not.toMatch(/Tomasz|Hazard|Level/);
        }
      });
  });
  test('whom the token names and nobody knows yet is told as that, not as the reader', async () => {
    await visit(of('tutor', 'mbox:new@aldermouth.example'), {}, async (page) => {
      for (const tag of tags)
        await section(page, tag).getByText('This person is not known here yet.').waitFor();
      expect(await violations(page)).toEqual([]);
    });
  });
  test('of a team is shown to who has the right for it, by their name', async () => {
    await visit(of('lead', 'mara-lindqvist'), {}, async (page) => {
      await shown(page);
      for (const tag of tags) expect(await section(page, tag).innerText()).toContain('Of Mara Lindqvist');
      expect(await violations(page)).toEqual([]);
    });
  });
});

describe('<cairn-person>', () => {
  test('switches all widgets of the page, by keyboard, and tells the page; their opened rows close', async () => {
    const page = `<cairn-person token-url="/token?as=lead"></cairn-person>${tags
      .map((tag) => `<${tag} token-url="/token?as=lead" competency="hazard-spotting"></${tag}>`)
      .join('')}`;
    await visit(page, {}, async (page) => {
      const select = page.getByLabel('Person');
      await select.waitFor();
      await page.evaluate(() =>
        addEventListener('cairn-person', (event) =>
          document.body.setAttribute('data-person', (event as CustomEvent<{ person: string }>).detail.person),
        ),
      );
      await select.selectOption({ label: 'Mara Lindqvist' });
      for (const tag of tags) await section(page, tag).getByText('Of Mara Lindqvist').waitFor();
      expect(await page.getAttribute('body', 'data-person')).toBe('mara-lindqvist');
      expect(await page.locator('cairn-person [role=status]').innerText()).toContain(
        'Now shown: Mara Lindqvist',
      );
      expect(await violations(page)).toEqual([]);
      await select.selectOption('me');
      for (const tag of tags)
        await section(page, tag).getByText('Of Mara Lindqvist').waitFor({ state: 'detached' });
    });
  });
  test('switches those that it is for, and no others', async () => {
    const one = (id: string) => `<cairn-profile id="${id}" token-url="/token?as=lead"></cairn-profile>`;
    const page = `<cairn-person for="a" token-url="/token?as=lead"></cairn-person>${one('a')}${one('b')}`;
    await visit(page, {}, async (page) => {
      await page.getByLabel('Person').selectOption({ label: 'Mara Lindqvist' });
      await page.locator('#a').getByText('Of Mara Lindqvist').waitFor();
      expect(await page.locator('#b').getAttribute('person')).toBeNull();
    });
  });
  test('is not there for who may read nobody else', async () => {
    await visit('<cairn-person token-url="/token?as=mara"></cairn-person>', {}, async (page) => {
      await page.locator('cairn-person section[aria-busy=false]').waitFor({ state: 'attached' });
      expect(await page.locator('cairn-person select').count()).toBe(0);
    });
  });
});
