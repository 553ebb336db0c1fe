// SPDX-License-Identifier: Apache-2.0
/** What a program that runs `cairn … --json` gets when it fails. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { ProblemError } from '@cairn/lrs-adapter';
import { StoreError } from '@cairn/store';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failureOf, failureText, ownCodes } from './failure.ts';
import { InputError } from './input-error.ts';

const program = path.resolve(import.meta.dirname, '../bin/cairn.js');
let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(() => own.drop());

async function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const uri = new URL(own.uri);
  uri.pathname = `/${own.database}`;
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, MONGODB_URI: uri.href, CAIRN_SECRET_KEY: 'k'.repeat(32), ...environment },
  });
  const [out, said, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code: code as number, out, said };
}

describe('a command that fails', () => {
  test.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
    ['for an unknown option', ['source', 'list', '--no-such'], {}, 'USAGE'],
    ['for an unknown command', ['sauce'], {}, 'USAGE'],
    ['for a missing argument', ['source', 'pause'], {}, 'USAGE'],
    ['for a wrong setting', ['source', 'list'], { CAIRN_PORT: 'x' }, 'CONFIG'],
    ['for what is not there', ['source', 'pause', 'nobody'], {}, 'SOURCE_UNKNOWN'],
    ['for wrong input', ['source', 'add', 'a', '--set', 'x'], {}, 'INPUT'],
    [
      'for a database that is away',
      ['source', 'list'],
      { MONGODB_URI: 'mongodb://127.0.0.1:1/x' },
      'NOT_RUNNING',
    ],
  ])(
    '%s says so in one JSON object, beside the same exit code as without',
    async (_name, args, env, code) => {
      const [asText, asJson] = await Promise.all([run(args, env), run([...args, '--json'], env)]);
      expect([asText.code, asJson.code, asText.out, asJson.out]).toEqual([1, 1, '', '']);
      expect(JSON.parse(asJson.said)).toEqual({
        code,
        message: expect.stringMatching(/\S/) as string,
        whatToDo: expect.stringMatching(/\S/) as string,
      });
      expect(asJson.said.trimEnd()).not.toContain('\n');
      expect(() => JSON.parse(asText.said) as unknown).toThrow(SyntaxError);
      expect(asText.said).toContain((JSON.parse(asJson.said) as { readonly message: string }).message);
    },
  );
  test('asked for help is not failing', async () => {
    expect(await run(['source', '--help', '--json'])).toMatchObject({ code: 0, said: '' });
  });
});

test('each kind of error has its code, and what nobody has foreseen quotes no data', () => {
  const system = Object.assign(new Error('EACCES: permission denied'), { syscall: 'open' });
  const port = Object.assign(new Error('listen'), { code: 'EADDRINUSE', port: 8090, syscall: 'listen' });
  const fault = { pointer: '/a', code: 'A', message: 'is wrong' };
  expect(
    [
      system,
      port,
      new InputError('no'),
      new StoreError('SOURCE_EXISTS', 'There is one.'),
      new ProblemError(400, 'BODY', 'Wrong', 'It is wrong.', [fault]),
      new TypeError('x is undefined'),
      'thrown',
    ].map((error) => failureOf(error).code),
  ).toEqual(['SYSTEM', 'PORT_USED', 'INPUT', 'SOURCE_EXISTS', 'BODY', 'UNFORESEEN', 'UNFORESEEN']);
  expect(failureOf(new ProblemError(400, 'BODY', 'Wrong', 'It is wrong.', [fault])).errors).toEqual([fault]);
  expect(failureText(failureOf(new SyntaxError('Unexpected "Ann"')), true)).not.toContain('Ann');
  expect(failureText(failureOf(port), false)).toMatch(/8090.*--port/);
});

test('the guide names every code of the command line’s own', () => {
  const guide = readFileSync(path.resolve(import.meta.dirname, '../../docs/guides/run-cairn.md'), 'utf8');
  for (const code of ownCodes) expect(guide).toContain(`\`${code}\``);
});
