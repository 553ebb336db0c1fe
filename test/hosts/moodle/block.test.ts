// SPDX-License-Identifier: Apache-2.0
/**
 * The Cairn block in a real Moodle, from the zip that an administrator uploads: set up by its form, put on a dashboard, live after a
 * quiz, for a teacher and her course, and beside a Cairn that is dead.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from '../../browser/browser.ts';
import { admin } from '../../organisation/organisation.ts';
import { freePort, type RunningCairn, startCairn, workspace } from '../../running-cairn/running-cairn.ts';
import {
  addBlock,
  askForToken,
  contextOf,
  openDrawer,
  searchPerson,
  setUpBlock,
  testConnection,
} from './block-people.ts';
import { buildZip, unpackBlock } from './built-block.ts';
import { setUpPlugin, takeQuiz } from './people.ts';
import { policyOf } from './policy.ts';
import { type Moodle, password, startMoodle } from './start-moodle.ts';
import { type TakeDown, takeDown } from './take-down.ts';

const [moodleTree = '', pluginTree = ''] = [process.env['CAIRN_MOODLE'], process.env['CAIRN_MOODLE_PLUGIN']];
/** Where pictures of what is seen go; absent: none are taken. */
const pictures = process.env['CAIRN_PICTURES'];
const emit = String.raw`\logstore_xapi\task\emit_task`;
const learner = { username: 'amina', firstname: 'Amina', lastname: 'Yusuf', email: 'amina@college.example' };
const stranger = {
  username: 'chiara',
  firstname: 'Chiara',
  lastname: 'Bruni',
  email: 'chiara@college.example',
};
const others = [
  {
    username: 'tara',
    firstname: 'Tara',
    lastname: 'Quay',
    email: 'tara@college.example',
    role: 'editingteacher',
  },
  { username: 'ben', firstname: 'Ben', lastname: 'Okafor', email: 'ben@college.example', role: 'student' },
];

let moodle: Moodle;
let cairn: RunningCairn;
let course: { readonly learner: number; readonly course: number; readonly quiz: number };
let ids: Readonly<Record<'amina' | 'tara' | 'ben' | 'chiara', number>>;
let folder: string;
let port: number;
let administrator: Page;
let amina: Page;
let tara: Page;
let guide: string;
const faults: string[] = [];
const started: TakeDown[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cairn-in-moodle-'));
  started.push(() => rm(folder, { recursive: true, force: true }));
  port = await freePort();
  await restartCairn();
  started.push(endCairn);
  const block = await unpackBlock(await buildZip(folder), folder);
  moodle = await startMoodle({
    moodle: moodleTree,
    plugins: [
      { from: pluginTree, to: 'admin/tool/log/store/xapi' },
      { from: block, to: 'blocks/cairn' },
    ],
  });
  started.push(moodle.stop);
  await moodle.make('no-tours.php', {});
  course = await moodle.make('make-course.php', { course: 'Fire safety', learner, password });
  const other = await moodle.make<{ learner: number }>('make-course.php', {
    course: 'First aid',
    learner: stranger,
    password,
  });
  const enrolled = await moodle.make<{ tara: number; ben: number }>('enrol-people.php', {
    course: course.course,
    people: others,
    password,
  });
  ids = { amina: course.learner, chiara: other.learner, ...enrolled };
  administrator = await moodle.signIn('admin');
  const made = await ask<{ readonly key: string; readonly secret: string }>('/sources', {
    id: 'moodle',
    title: 'Moodle',
    preset: 'moodle-logstore',
  });
  await setUpPlugin(administrator, moodle, { ...made, endpoint: `${cairn.url}/xapi` });
  guide = await readFile(path.join(workspace, 'packages/docs/guides/moodle.md'), 'utf8');
});
afterAll(() => takeDown(started));

async function endCairn(): Promise<void> {
  cairn.child.kill('SIGTERM');
  await cairn.ended;
}
async function restartCairn(): Promise<void> {
  cairn = await startCairn({ data: path.join(folder, 'data'), port });
}
async function ask<T>(address: string, body?: unknown): Promise<T> {
  const { call } = await admin(cairn, path.join(folder, 'data'));
  const response = await call(
    address,
    body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
  );
  if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
/** What the page throws is to be nothing, at the end. */
async function signIn(username: string): Promise<Page> {
  const page = await moodle.signIn(username);
  page.on('pageerror', (error) => faults.push(`${username}: ${error.message}`));
  return page;
}
async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  const block = page.locator('.block_cairn').first();
  if ((await block.count()) > 0) await block.evaluate((one) => one.scrollIntoView());
  await page.screenshot({ path: path.join(pictures, `${name}.png`) });
}
/** As it is on a phone. Moodle folds its drawers away there, so this comes last on a page. */
async function pictureOnPhone(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  if (pictures === undefined || before === null) return;
  await page.setViewportSize({ width: 390, height: 844 });
  await openDrawer(page);
  await picture(page, `${name}-phone`);
  await page.setViewportSize(before);
}
const widget = (page: Page, tag = 'cairn-profile') => page.locator(`.block_cairn ${tag}`).first();

const account = (id: number) => ({ account: { homePage: moodle.url, name: String(id) } });

test('an administrator sets it up by its form, and the test says what is wrong until it is right', async () => {
  const { secret } = await ask<{ readonly secret: string }>('/portals', {
    id: 'moodle',
    title: 'Moodle',
    origins: [moodle.url],
    rights: ['self', 'person:*'],
  });
  await ask('/people', {
    people: [
      { id: 'amina', name: 'Amina Yusuf', roles: ['warden'], identifiers: [{ actor: account(ids.amina) }] },
      { id: 'ben', name: 'Ben Okafor', identifiers: [{ actor: account(ids.ben) }] },
      { id: 'chiara', name: 'Chiara Bruni', identifiers: [{ actor: account(ids.chiara) }] },
      { id: 'root', name: 'Ada Min', identifiers: [{ actor: account(2) }] },
    ],
  });
  await ask('/policies', {
    ...policyOf(`${moodle.url}/mod/quiz/view.php?id=${course.quiz}`),
    roles: [
      {
        id: 'warden',
        title: { en: 'Fire warden' },
        requirements: [
          { competency: 'knowledge', level: 'applies' },
          { competency: 'passed', level: 'applies' },
        ],
      },
    ],
  });
  const settings = { server: cairn.url, portal: 'moodle', secret: 'not the secret that it has' };
  const said = [await setUpBlock(administrator, moodle, settings)];
  const wrong = await testConnection(administrator, moodle);
  expect(wrong.states).toMatchObject({ Address: 'Good', Clock: 'Good', Audience: 'Good' });
  expect(wrong.states).toMatchObject({ 'Portal and secret': 'Wrong', Script: 'Good' });
  expect(wrong.said).toContain("It was not signed with this portal's secret");
  await setUpBlock(administrator, moodle, { ...settings, secret });
  const right = await testConnection(administrator, moodle);
  expect(right.said).toContain('The blocks work.');
  expect(new Set(Object.values(right.states))).toEqual(new Set(['Good']));
  expect(right.said).toContain(`Ada Min there, by account:${moodle.url}|2`);
  await picture(administrator, 'moodle-connection');
  said.push(wrong.said, right.said);
  const names = [...guide.matchAll(/\b_([^_]+)_/g)].map(([, name = '']) => name.replaceAll(/\s+/g, ' '));
  expect(names.length).toBeGreaterThan(8);
  expect(names.filter((name) => !said.join('\n').includes(name))).toEqual([]);
});

test('a learner puts it on the dashboard, takes a quiz elsewhere, and the same page shows the change', async () => {
  amina = await signIn('amina');
  await amina.goto(`${moodle.url}/my/`);
  await addBlock(amina, 'What the role asks');
  await addBlock(amina, 'Competencies');
  await expect.poll(() => widget(amina, 'cairn-gap').count(), { timeout: 20_000 }).toBe(1);
  const profile = widget(amina);
  await profile.getByText('Knows what to do').first().waitFor();
  const before = await profile.ariaSnapshot();
  expect(before).toContain('No evidence yet required: 2 Applies Unknown');
  await picture(amina, 'moodle-before');
  const elsewhere = await amina.context().newPage();
  await takeQuiz(elsewhere, moodle, course.quiz, ['True', 'False']);
  await moodle.runTask(emit);
  await profile.getByText('Changed just now').first().waitFor({ timeout: 20_000 });
  expect(await profile.ariaSnapshot()).toContain('2 Applies required: 2 Applies Met');
  await elsewhere.close();
  await picture(amina, 'moodle-dashboard');
});

test('nothing in it is hard to use: no violation of WCAG 2.2 AA in the blocks', async () => {
  expect(await violations(amina, '.block_cairn')).toEqual([]);
  await amina.reload();
  await widget(amina).getByText('Met').first().waitFor();
  await pictureOnPhone(amina, 'moodle-dashboard');
});

test('a teacher sees the people of her course, and nobody else', async () => {
  tara = await signIn('tara');
  await tara.goto(`${moodle.url}/course/view.php?id=${course.course}`);
  await addBlock(tara, 'Competencies');
  await tara.getByText('Choose somebody of this course.').waitFor();
  expect(await searchPerson(tara, 'a')).toEqual(['Ben Okafor', 'Amina Yusuf']);
  expect(await searchPerson(tara, 'Chiara')).toEqual([]);
  expect(await searchPerson(tara, 'Amina')).toEqual(['Amina Yusuf']);
  await tara.getByRole('option', { name: 'Amina Yusuf' }).click();
  await widget(tara).getByText('Applies').first().waitFor();
  // The field to search in is Moodle's own.
  expect(await violations(tara, '.block_cairn-place')).toEqual([]);
  await picture(tara, 'moodle-teacher');
  // On a learner's profile it shows them, without a choice.
  await tara.goto(`${moodle.url}/user/view.php?id=${ids.amina}&course=${course.course}`);
  await widget(tara).getByText('Applies').first().waitFor();
  expect(await tara.locator('.block_cairn-choice').count()).toBe(0);
  await pictureOnPhone(tara, 'moodle-profile');
});

test('asking for somebody else’s token, or with one’s own for somebody else, gets nothing', async () => {
  const asAmina = await contextOf(amina);
  for (const other of [ids.ben, ids.chiara, ids.tara, 987_654])
    expect(await askForToken(amina, { contextid: asAmina, userid: other })).toMatchObject({
      exception: { errorcode: 'notyours' },
    });
  await tara.goto(`${moodle.url}/course/view.php?id=${course.course}`);
  const inCourse = await contextOf(tara);
  expect(await askForToken(tara, { contextid: inCourse, userid: ids.chiara })).toMatchObject({
    exception: { errorcode: 'notyours' },
  });
  expect(await askForToken(amina, { contextid: asAmina, userid: 0, sesskey: 'guessed' })).toMatchObject({
    exception: { errorcode: 'invalidsesskey' },
  });

  const own = (await askForToken(amina, { contextid: asAmina, userid: 0 })).data;
  const hers = (await askForToken(tara, { contextid: inCourse, userid: ids.amina })).data;
  const read = async (token: string | undefined, person: string) =>
    (
      await fetch(`${cairn.url}/api/v1/people/${encodeURIComponent(person)}/profile`, {
        headers: { Authorization: `Bearer ${token}` },
      })
    ).status;
  const ben = `account:${moodle.url}|${ids.ben}`;
  expect(own?.person).toBe('me');
  expect(await read(own?.token, 'me')).toBe(200);
  expect(await read(hers?.token, hers?.person ?? '')).toBe(200);
  for (const person of ['ben', ben]) {
    expect(await read(own?.token, person)).toBe(403);
    expect(await read(hers?.token, person)).toBe(403);
  }
});

test('a guest sees nothing of it', async () => {
  const page = await (await administrator.context().browser()?.newContext())?.newPage();
  await page?.goto(`${moodle.url}/`);
  expect(await page?.locator('.block_cairn').count()).toBe(0);
});

test('with a Cairn that is dead every page stands, the block says so, and it gets over it', async () => {
  const ben = await signIn('ben');
  await endCairn();
  // Her browser has the script still, so the element itself says it; his never had it.
  await amina.goto(`${moodle.url}/my/`);
  await ben.goto(`${moodle.url}/course/view.php?id=${course.course}`);
  await openDrawer(ben);
  await ben.getByText('Competencies cannot be reached right now.').waitFor({ timeout: 30_000 });
  await ben.getByRole('link', { name: 'Safety check' }).first().waitFor();
  await widget(amina).getByText("This can't be shown").first().waitFor();
  await amina.getByRole('heading', { name: 'Timeline' }).waitFor();
  await amina.getByRole('heading', { name: 'Calendar' }).waitFor();
  await picture(ben, 'moodle-without-cairn');
  await restartCairn();
  await ben.getByRole('button', { name: 'Try again' }).click();
  await widget(ben).getByText('Knows what to do').first().waitFor({ timeout: 30_000 });
  expect(faults).toEqual([]);
});

test('the same sources make the same zip, wherever and whenever', async () => {
  const [here, there] = await Promise.all([
    buildZip(path.join(folder, 'here')),
    buildZip(path.join(folder, 'there'), { TZ: 'Pacific/Auckland' }),
  ]);
  expect(await readFile(here)).toEqual(await readFile(there));
});
