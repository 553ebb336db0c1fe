// SPDX-License-Identifier: Apache-2.0
/**
 * A real Moodle with the real xAPI plugin sends to a running Cairn: each event is there once, also after an outage, nothing stays in
 * the plugin's failed events, and the learner's competence follows the quiz.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import XAPI, { type Statement } from '@xapi/xapi';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { admin } from '../../organisation/organisation.ts';
import { freePort, type RunningCairn, startCairn, workspace } from '../../running-cairn/running-cairn.ts';
import { readPage, resendFailed, setUpPlugin, takeQuiz } from './people.ts';
import { policyOf } from './policy.ts';
import { type Moodle, password, startMoodle } from './start-moodle.ts';
import { type TakeDown, takeDown } from './take-down.ts';
import { openWire, type Wire } from './wire.ts';

const [moodleTree = '', pluginTree = ''] = [process.env['CAIRN_MOODLE'], process.env['CAIRN_MOODLE_PLUGIN']];
const emit = String.raw`\logstore_xapi\task\emit_task`;
const emitFailed = String.raw`\logstore_xapi\task\failed_task`;
const learner = { username: 'amina', firstname: 'Amina', lastname: 'Yusuf', email: 'amina@college.example' };

let moodle: Moodle;
let cairn: RunningCairn;
let wire: Wire;
let course: {
  readonly learner: number;
  readonly course: number;
  readonly page: number;
  readonly quiz: number;
};
let amina: Page;
let administrator: Page;
let data: string;
let port: number;
const started: TakeDown[] = [];
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'cairn-of-moodle-'));
  started.push(() => rm(data, { recursive: true, force: true }));
  port = await freePort();
  cairn = await startCairn({ data, port });
  started.push(() => endCairn('SIGTERM'));
  wire = await openWire(cairn.url);
  started.push(wire.stop);
  const store = { from: pluginTree, to: 'admin/tool/log/store/xapi' };
  moodle = await startMoodle({ moodle: moodleTree, plugins: [store] });
  started.push(moodle.stop);
  course = await moodle.make('make-course.php', { course: 'Fire safety', learner, password });
});
afterAll(() => takeDown(started));

async function endCairn(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  cairn.child.kill(signal);
  await cairn.ended;
}
async function restartCairn(): Promise<void> {
  cairn = await startCairn({ data, port });
}
async function ask<T>(address: string, body?: unknown): Promise<T> {
  const { call } = await admin(cairn, data);
  const response = await call(
    address,
    body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
  );
  if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

interface Events {
  readonly waiting: number;
  readonly failed: readonly { readonly eventname: string; readonly errortype: string }[];
}
const events = () => moodle.make<Events>('count-events.php', {});
/** Runs the plugin's task, which takes a part each time, until it has left nothing. */
async function send(task = emit): Promise<void> {
  do await moodle.runTask(task);
  while ((await events()).waiting > 0);
}

/** What tells two events of Moodle apart. */
const eventOf = ({ actor, verb, object, timestamp, context }: Statement) =>
  JSON.stringify([
    (actor as { readonly account?: unknown }).account,
    verb.id,
    (object as { readonly id?: string }).id,
    new Date(timestamp ?? '').toISOString(),
    (context?.contextActivities?.parent as readonly { readonly id: string }[] | undefined)?.map(
      ({ id }) => id,
    ),
  ]);
/** Of every event the plugin has sent, as often as it stood in one request: a resend is no other event. */
function sentEvents(): readonly string[] {
  const times = new Map<string, number>();
  for (const { body, status } of wire.sent) {
    if (status !== 200) continue;
    const own = new Map<string, number>();
    for (const one of JSON.parse(body) as readonly Statement[])
      own.set(eventOf(one), (own.get(eventOf(one)) ?? 0) + 1);
    for (const [event, count] of own) times.set(event, Math.max(count, times.get(event) ?? 0));
  }
  return [...times].flatMap(([event, count]) => Array.from({ length: count }, () => event)).toSorted();
}
async function storedEvents(): Promise<readonly string[]> {
  const [username = '', secret = ''] = (await cairn.firstSource()).split(':');
  const endpoint = `${cairn.url}/xapi/`;
  const xapi = new XAPI({ endpoint, auth: XAPI.toBasicAuth(username, secret), version: '1.0.3' });
  const found: string[] = [];
  for (
    let page = (await xapi.getStatements({ limit: 100 })).data as { statements: Statement[]; more?: string };
    ;
    page = (await xapi.getMoreStatements({ more: page.more ?? '' })).data as typeof page
  ) {
    found.push(...page.statements.map(eventOf));
    if (!page.more) return found.toSorted();
  }
}
async function expectEachOnce(): Promise<void> {
  expect(await storedEvents()).toEqual(sentEvents());
  expect(await events()).toEqual({ waiting: 0, failed: [] });
  expect(await ask('/quarantine')).toEqual({ items: [], next: null });
}

interface Profile {
  readonly competencies: readonly {
    readonly id: string;
    readonly state: {
      readonly levelId: string | null;
      readonly rank: number | null;
      readonly evidenceCount: number;
    };
  }[];
}
const profile = async () =>
  Object.fromEntries(
    (await ask<Profile>('/people/amina/profile')).competencies.map(({ id, state }) => [
      id,
      { rank: state.rank, pieces: state.evidenceCount },
    ]),
  );

test('the guide calls things as Moodle shows them, and following it is enough', async () => {
  const made = await ask<{ readonly key: string; readonly secret: string }>('/sources', {
    id: 'moodle',
    title: 'Moodle',
    preset: 'moodle-logstore',
  });
  administrator = await moodle.signIn('admin');
  const said = await setUpPlugin(administrator, moodle, { ...made, endpoint: `${wire.url}/xapi` });
  const guide = await readFile(
    path.join(workspace, 'packages/docs/guides/senders/moodle-logstore.md'),
    'utf8',
  );
  const names = [...guide.matchAll(/\b_([^_]+)_/g)].map(([, name = '']) => name.replaceAll(/\s+/g, ' '));
  expect(names.length).toBeGreaterThan(8);
  expect(names.filter((name) => !said.includes(name))).toEqual([]);
});

test('what a learner does in the course arrives once and moves their mastery', async () => {
  const quiz = `${moodle.url}/mod/quiz/view.php?id=${course.quiz}`;
  const account = { homePage: moodle.url, name: String(course.learner) };
  await ask('/people', {
    people: [{ id: 'amina', name: 'Amina Yusuf', identifiers: [{ actor: { account } }] }],
  });
  await ask('/policies', policyOf(quiz));
  await expect.poll(profile, { timeout: 20_000 }).toEqual({
    knowledge: { rank: null, pieces: 0 },
    passed: { rank: null, pieces: 0 },
  });
  amina = await moodle.signIn(learner.username);
  await readPage(amina, moodle, course.page);
  await takeQuiz(amina, moodle, course.quiz, ['True', 'True']);
  await send();
  await expectEachOnce();
  // Half of the points: above the first level, and below the pass mark.
  await expect.poll(profile, { timeout: 20_000 }).toEqual({
    knowledge: { rank: 1, pieces: 1 },
    passed: { rank: 0, pieces: 1 },
  });
});

test('an outage in mid-send and after loses nothing and doubles nothing', async () => {
  await takeQuiz(amina, moodle, course.quiz, ['False', 'False']);
  wire.loseNextAnswer(() => endCairn('SIGKILL'));
  await send();
  await readPage(amina, moodle, course.page);
  await send();
  // Moodle's number for an answer that never came.
  expect(
    (await events()).failed.map(({ eventname, errortype }) => `${eventname} ${errortype}`).toSorted(),
  ).toEqual([
    String.raw`\mod_page\event\course_module_viewed 0`,
    String.raw`\mod_quiz\event\attempt_reviewed 0`,
    String.raw`\mod_quiz\event\attempt_started 0`,
    String.raw`\mod_quiz\event\attempt_submitted 0`,
    String.raw`\mod_quiz\event\course_module_viewed 0`,
  ]);
  await restartCairn();
  // Then the gradebook, where the plugin looks up what an attempt was worth when it sends it, has another grade than before.
  await takeQuiz(amina, moodle, course.quiz, ['True', 'False']);
  await send();
  await resendFailed(administrator, moodle);
  await send(emitFailed);
  await expectEachOnce();
  expect(wire.sent.flatMap(({ status }) => status ?? []).length).toBeGreaterThan(2);
  await expect.poll(profile, { timeout: 20_000 }).toEqual({
    knowledge: { rank: 2, pieces: 3 },
    passed: { rank: 2, pieces: 2 },
  });
});
