// SPDX-License-Identifier: Apache-2.0
/** Sources as an operator handles them on the command line, beside a running Cairn. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, violations, watchFaults } from '../browser/browser.ts';
import { admin, policyOf } from '../organisation/organisation.ts';
import { type RunningCairn, startCairn } from '../running-cairn/running-cairn.ts';

let data: string;
let cairn: RunningCairn;
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'cairn-sources-'));
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  cairn = await startCairn({ data, port });
});
afterAll(async () => {
  cairn.child.kill('SIGTERM');
  await cairn.ended;
  await rm(data, { recursive: true, force: true });
});

const program = path.resolve(import.meta.dirname, '../../packages/cli/bin/cairn.js');
async function run(...args: readonly string[]): Promise<{ code: number; out: string; said: string }> {
  const child = spawn(process.execPath, [program, ...args, '--data', data], {
    env: { ...process.env, CAIRN_URL: cairn.url },
  });
  const [out, said, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code: code as number, out, said };
}
const value = async <T>(...args: readonly string[]) => JSON.parse((await run(...args, '--json')).out) as T;
interface Made {
  readonly key: string;
  readonly secret: string;
}
const send = ({ key, secret }: Made, body: string) =>
  fetch(`${cairn.url}/xapi/statements`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
      'Content-Type': 'application/json',
      'X-Experience-API-Version': '1.0.3',
    },
    body,
  });

test('a probe goes the whole way, says so, and leaves nothing counted', async () => {
  await run('source', 'add', 'lms', '--preset', 'moodle-logstore');
  const before = await run('source', 'test', 'lms');
  expect([before.code, before.out]).toEqual([
    0,
    expect.stringContaining('waits until a mapping is published'),
  ]);
  const { call } = await admin(cairn, data);
  await call('/policies', { method: 'POST', body: JSON.stringify(policyOf(1)) });
  await expect.poll(async () => (await call('/policies/current')).status, { timeout: 20_000 }).toBe(200);
  const { good, steps } = await value<{ good: boolean; steps: { step: string; isGood: boolean }[] }>(
    'source',
    'test',
    'lms',
  );
  expect(steps.map(({ step, isGood }) => [step, isGood])).toEqual(
    ['accepted', 'stored', 'read back', 'processed', 'voided again'].map((step) => [step, true]),
  );
  expect(good).toBe(true);
  const [lms] = (
    await value<{ id: string; statements: number; credentials: unknown[] }[]>('source', 'list')
  ).filter(({ id }) => id === 'lms');
  expect(lms).toMatchObject({ statements: 0, state: 'silent' });
  for (const page of ['/activities', '/unresolved', '/quarantine'])
    expect(await (await call(page)).json()).toEqual({ items: [], next: null });
});

test('a probe says what stands in its way, and ends with another code', async () => {
  const nowhere = await run('source', 'test', 'lms', '--url', 'http://127.0.0.1:9');
  expect([nowhere.code, nowhere.out]).toEqual([1, expect.stringMatching(/^✗ accepted: .* does not answer/)]);
  const unknown = await run('source', 'test', 'nobody');
  expect([unknown.code, unknown.said]).toEqual([1, expect.stringContaining('There is no source "nobody"')]);
  expect((await run('source', 'pause', 'lms')).code).toBe(0);
  const paused = await run('source', 'test', 'lms');
  expect([paused.code, paused.said]).toEqual([1, expect.stringContaining('cairn source resume lms')]);
  expect((await run('source', 'list')).out).toContain('lms  paused');
  expect((await run('source', 'resume', 'lms')).code).toBe(0);
});

test('keys are exchanged without a gap', async () => {
  const first = await value<Made>('source', 'add', 'gap', '--set', 'acceptsEmptyBatch=true');
  const second = await value<Made>('source', 'rotate', 'gap');
  expect([(await send(first, '[]')).status, (await send(second, '[]')).status]).toEqual([200, 200]);
  expect((await run('source', 'revoke', 'gap', first.key)).code).toBe(0);
  await expect.poll(async () => (await send(first, '[]')).status, { timeout: 10_000 }).toBe(401);
  expect((await send(second, '[]')).status).toBe(200);
  expect((await run('source', 'revoke', 'gap', 'none')).code).toBe(1);
});

test('what a lenient source sends wrong can be looked at, tried again, taken along and dropped', async () => {
  const made = await value<Made>('source', 'add', 'pipe', '--preset', 'lrspipe');
  expect((await send(made, '[{"id":1},{"id":2}]')).status).toBe(200);
  const listed = await run('quarantine', 'list', '--source', 'pipe');
  expect(listed.out).toMatch(/refused {2}pipe {2}since .*, 1 try/);
  const entries = await value<{ id: string; statement: string }[]>('quarantine', 'list', '--kind', 'refused');
  expect(entries.map(({ statement }) => statement)).toEqual(['{"id":1}', '{"id":2}']);
  const { out } = await run('quarantine', 'export', '--source', 'pipe');
  expect(out.trim().split('\n').length).toBe(2);
  const retried = await run('quarantine', 'retry', '--all', '--source', 'pipe');
  expect([retried.code, retried.out]).toEqual([1, '0 of 2 have left the quarantine.\n']);
  expect((await run('quarantine', 'drop')).code).toBe(1);
  expect((await run('quarantine', 'drop', entries[0]?.id ?? '')).out).toBe('1 dropped.\n');
  expect((await run('quarantine', 'drop', '--all')).out).toBe('1 dropped.\n');
  expect((await run('quarantine', 'list')).out).toBe('Nothing is in quarantine.\n');
});

test('in the console both kinds stand with reason, place and text; the keyboard drops one after a question', async () => {
  const made = await value<Made>('source', 'add', 'console', '--preset', 'lrspipe');
  for (let i = 0; i < 3; i += 1) await send(made, `[{"id":${i}}]`);
  const browser = await launchBrowser();
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  const faults = await watchFaults(page);
  const [email = '', password = ''] = (await readFile(path.join(data, 'first-admin'), 'utf8'))
    .trim()
    .split(':');
  await page.goto(`${cairn.url}/admin/`);
  await page.getByLabel('Mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('3 bad requests in a row').waitFor();
  await page.getByRole('link', { name: 'Quarantine' }).click();
  // The page before has a row of that name too.
  const rows = page.getByRole('row').filter({ hasText: 'Not stored' }).filter({ hasText: 'console' });
  await expect.poll(() => rows.count(), { timeout: 10_000 }).toBe(3);
  expect(await rows.first().textContent()).toMatch(/REQUIRED at \/actor/);
  await rows.first().getByText('Show the text').click();
  await page.getByText('[{"id":0}]'.slice(1, -1)).waitFor();
  expect(await violations(page)).toEqual([]);
  const drop = rows.first().getByRole('button', { name: 'Drop: REQUIRED of console' });
  await drop.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Drop it?' });
  await dialog.getByText('gone for good').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(await rows.count()).toBe(3);
  await drop.focus();
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => rows.count(), { timeout: 10_000 }).toBe(2);
  expect(await faults()).toEqual([]);
  await browser.close();
});

test('every command has help, and what is wrong is refused with what there is', async () => {
  const names = ['add', 'list', 'test', 'pause', 'resume', 'rotate', 'revoke'];
  const helped = await Promise.all(names.map((name) => run('source', name, '--help')));
  expect(helped.map(({ code, out }) => [code, out.includes('--json')])).toEqual(names.map(() => [0, true]));
  const wrong = await run('source', 'add', 'wrong', '--preset', 'nobody');
  expect([wrong.code, wrong.said]).toEqual([
    1,
    expect.stringContaining('There are: generic, moodle-logstore'),
  ]);
});
