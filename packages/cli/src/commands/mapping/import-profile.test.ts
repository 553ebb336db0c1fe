// SPDX-License-Identifier: Apache-2.0
/** The command as an administrator runs it: no database, everything that is wrong with its line, the draft on standard output. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';

const program = path.resolve(import.meta.dirname, '../../../bin/cairn.js');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cairn-profile-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(...args: readonly string[]) {
  const child = spawn(process.execPath, [program, 'mapping', 'import-profile', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder,
  });
  const [out, said, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code: code as number, out, said };
}
const asserted = {
  id: 'https://x.y/templates#asserted',
  type: 'StatementTemplate',
  prefLabel: { en: 'Asserted' },
  verb: 'https://w3id.org/xapi/tla/verbs/asserted',
  objectStatementRefTemplate: ['https://x.y/templates#other'],
  rules: [{ location: '$.result', presence: 'excluded' }],
};
const profile = { id: 'https://x.y/profile', type: 'Profile', templates: [asserted] };

test('a profile becomes templates and rules in YAML, alone or in a draft; what is left out is said', async () => {
  await writeFile(path.join(folder, 'p.jsonld'), JSON.stringify(profile, null, 2));
  await writeFile(path.join(folder, 'd.yaml'), 'timeZone: UTC\nmapping:\n  title: { en: M }\n  rules: []\n');
  const alone = await run('p.jsonld', '--competency', 'gangway');
  expect(alone.code).toBe(0);
  expect(alone.out).toMatch(/^profiles:\n {2}- id: https:\/\/x\.y\/profile\n/);
  expect(alone.out).toContain('competency: gangway');
  expect(alone.said).toMatch(/^p\.jsonld:\d+:\d+ at \/templates\/0\/objectStatementRefTemplate: warning: /);
  expect(alone.said).toContain('1 statement template, 1 rule.');
  const whole = await run('p.jsonld', '--competency', 'gangway', '--into', 'd.yaml', '--json');
  expect(JSON.parse(whole.out)).toMatchObject({
    timeZone: 'UTC',
    mapping: { profiles: [{ id: profile.id }], rules: [{ id: 'asserted', competency: 'gangway' }] },
  });
});
test('what is wrong is said all at once, each with its line, and nothing comes out', async () => {
  const wrong = { ...profile, templates: [{ ...asserted, rules: [{ location: '$..a' }, { location: 7 }] }] };
  await writeFile(path.join(folder, 'wrong.jsonld'), JSON.stringify(wrong, null, 2));
  const { code, out, said } = await run('wrong.jsonld', '--competency', 'gangway');
  expect([code, out]).toEqual([1, '']);
  expect(said.match(/wrong\.jsonld:\d+:\d+ at \/templates\/0\/rules\/\d\/location/g)).toHaveLength(2);
});
