// SPDX-License-Identifier: Apache-2.0
/** `cairn evidence …` as it is typed, on a real database. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mappingSchema } from '@cairn/engine';
import { openTestStore, quayFramework, type TestStore } from '@cairn/store/testing';
import { Command } from 'commander';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { addEvidence } from './evidence.ts';

const en = (text: string) => ({ en: text });
let own: TestStore;
let folder: string;

beforeAll(async () => {
  own = await openTestStore();
  folder = await mkdtemp(path.join(tmpdir(), 'cairn-evidence-'));
  const uri = new URL(own.uri);
  uri.pathname = `/${own.database}`;
  if (!uri.searchParams.has('authSource')) uri.searchParams.set('authSource', 'admin');
  vi.stubEnv('MONGODB_URI', uri.href);
  vi.stubEnv('CAIRN_SECRET_KEY', 'only for tests, and long enough for it');
  await own.store.people.import(
    ['ann', 'bob'].map((id) => ({ id, name: id, teamId: null, roleIds: [], identifiers: [] })),
    'test',
  );
  const { version } = await own.store.policies.publish({
    publishedBy: 'test',
    timeZone: 'Europe/Berlin',
    frameworks: [quayFramework],
    roles: [],
    mapping: mappingSchema.parse({ title: en('M'), rules: [] }),
    dialects: {},
  });
  await own.store.policies.switchTo(version);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await own.drop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  process.exitCode = undefined;
});

interface Ran {
  readonly text: string;
  readonly code: number;
}
async function cairn(...words: readonly string[]): Promise<Ran> {
  let text = '';
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  const err = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    const program = new Command().exitOverride();
    addEvidence(program);
    await program.parseAsync(['evidence', ...words], { from: 'user' });
    return { text: text.trimEnd(), code: Number(process.exitCode ?? 0) };
  } finally {
    out.mockRestore();
    err.mockRestore();
    process.exitCode = undefined;
  }
}
const file = async (name: string, content: string | Uint8Array) => {
  const where = path.join(folder, name);
  await writeFile(where, content);
  return where;
};
const json = (ran: Ran) => JSON.parse(ran.text) as Record<string, unknown>;

test('an observation is entered, listed and taken back', async () => {
  const words = ['ann', 'mooring', '--kind', 'observation', '--on', '2026-03-01', '--assessor', 'Marta'];
  const { statement } = json(
    await cairn('add', ...words, '--by', 'Rita', '--expires', '2027-02-28', '--json'),
  );
  expect((await cairn('list', 'ann')).text).toBe(
    `${String(statement)}  2026-03-01, until 2027-02-28  mooring  observation, L2  seen by Marta, entered by Rita`,
  );
  expect((await cairn('void', 'ann', String(statement), '--reason', 'mistyped')).text).toBe(
    'It is taken back.',
  );
  expect((await cairn('void', 'ann', String(statement), '--reason', 'again')).text).toBe(
    'It had been taken back before.',
  );
  expect((await cairn('list', 'ann')).text).toMatch(/TAKEN BACK$/);
});

test.each<[readonly string[], string]>([
  [['ann', 'nothing', '--on', '2026-03-01'], 'competency: No framework in force has a competency "nothing".'],
  [['eve', 'mooring', '--on', '2026-03-01'], 'Nobody is known as "eve".'],
  [
    ['ann', 'mooring', '--on', 'soon', '--value', 'x'],
    '--value: It must be a number.\n--on: It must be a day like',
  ],
  [
    ['ann', 'mooring', '--on', '2026-03-01', '--level', 'L9', '--expires', '2026-01-01'],
    '--expires: It ends before',
  ],
  [
    ['ann', 'mooring', '--on', '2026-03-01', '--level', 'foo', '--value', '3', '--expires', '2026-01-01'],
    [
      '--value: Too big: expected number to be <=1',
      '--value: Give a level or a value, not both.',
      '--level: The scale of "mooring" has no level "foo". It has: L1, L2.',
      '--expires: It ends before it begins: the two dates may be swapped.',
    ].join('\n'),
  ],
  [
    ['eve', 'nothing', '--on', 'soon', '--level', 'foo', '--expires', '2026-01-01'],
    [
      'person: Nobody is known as "eve". See "cairn people import".',
      '--on: It must be a day like 2026-03-01, or an instant like 2026-03-01T08:00:00Z.',
      'competency: No framework in force has a competency "nothing".',
      '--level: No scale in force has a level "foo".',
    ].join('\n'),
  ],
])('%j is refused in the words of the command', async (words, message) => {
  await expect(cairn('add', ...words, '--kind', 'manual')).rejects.toThrow(message);
});

test('the help says what is required', () => {
  const program = new Command();
  addEvidence(program);
  const commands = program.commands[0]?.commands ?? [];
  const required = commands.flatMap((command) =>
    command.options.filter(({ mandatory }) => mandatory).map(({ long, description }) => [long, description]),
  );
  expect(required.map(([long]) => long)).toEqual(['--kind', '--on', '--reason']);
  for (const [, description] of required) expect(description).toMatch(/^\(required\) /);
});

test('a matrix is a plan in words, then it is done, once', async () => {
  const matrix = await file(
    'matrix.csv',
    'Personalnr;mooring;mooring gültig bis\nann;01.03.2026;01.03.2028\nbob;02.03.2026;\n',
  );
  const plan = await cairn('import', matrix);
  expect(plan).toEqual({
    code: 0,
    text: '2 certificates of 2 known persons: 2 new, 0 there already.\nNothing was entered yet. Do it with --apply.',
  });
  expect((await cairn('import', matrix, '--apply')).text).toContain('2 certificates are entered.');
  expect(json(await cairn('import', matrix, '--apply', '--json'))).toMatchObject({
    applied: true,
    added: 0,
    existing: 2,
  });
  expect((await cairn('list', 'bob')).text).toContain('entered by command line, file matrix.csv');
});

test('what stands in a file twice is not told as there already', async () => {
  const row = 'ann,radio,2026-02-03\n';
  const matrix = await file('twice.csv', `person,competency,issued\n${row}${row}`);
  expect((await cairn('import', matrix)).text).toContain('1 new, 0 there already, 1 repeated in the file.');
  expect(json(await cairn('import', matrix, '--json'))).toMatchObject({ added: 1, existing: 0, repeated: 1 });
});

test('what is wrong is listed with its place, and nothing is entered', async () => {
  const matrix = await file(
    'wrong.csv',
    Buffer.from('Wer;mooring\nann;3/4/2026\nJörg;2026-03-01\nann;x\n', 'latin1'),
  );
  const ran = await cairn('import', matrix, '--apply', '--column', 'person=Wer');
  expect(ran.code).toBe(1);
  expect(ran.text.split('\n')).toEqual([
    '3 certificates of 0 known persons: 0 new, 0 there already.',
    '1 person is not known; nobody is made known by an import:',
    '  Jörg (line 3, column 1)',
    '2 things are wrong:',
    '  line 2, column 2: 3/4/2026 may have the day first or the month first. Say which: dates dmy, or dates mdy.',
    '  line 4, column 2: "x" says that it is held, and not since when. Write the day of issue.',
    'Nothing was entered. Mend the file; unknown people can be made known first, or left out with --skip-unknown.',
  ]);
  expect((await cairn('list', 'ann')).text).not.toContain('wrong.csv');
});

test('a file that is not there, or a column that is none, is said', async () => {
  await expect(cairn('import', path.join(folder, 'none.csv'))).rejects.toThrow('cannot be read');
  await expect(cairn('import', await file('x.csv', 'a'), '--column', 'person')).rejects.toThrow(
    'field=header',
  );
});
