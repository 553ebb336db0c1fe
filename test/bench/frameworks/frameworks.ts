// SPDX-License-Identifier: Apache-2.0
/**
 * `cairn framework import` as an administrator runs it, on a Cairn that runs beside: 20,000 competencies new, then again with one word
 * in twenty changed; and a CASE file of 100 MB with two broken items. Seconds from the start of the command to its end, and the most
 * memory that it had; its own time on the processors too, since the machine may have other things to do.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCairn, workspace } from '../../running-cairn/running-cairn.ts';
import type { Row } from '../bench.types.ts';

const count = 20_000;
const groups = 500;
const port = 18_094;
const program = path.join(workspace, 'packages/cli/bin/cairn.js');
const words =
  'isolates checks rigs moors loads lashes reads writes reports lifts lowers plant gangway ship crane barge rope deck hatch valve pump radio'.split(
    ' ',
  );
const lastChangeDateTime = '2026-01-01T00:00:00Z';
const uuid = (kind: string, i: number) => `6f1b2c3d-${kind}-4a00-8a00-${i.toString(16).padStart(12, '0')}`;
const link = (i: number) => ({
  title: `S.${i}`,
  identifier: uuid('0002', i),
  uri: `https://ex.example/i/${i}`,
});
const document = { title: 'Large', identifier: uuid('0001', 1), uri: 'https://ex.example/f/1' };

interface Wanted {
  /** Letters of a note on each item. */
  readonly notes?: number;
  readonly isChanged?: boolean;
  readonly isBroken?: boolean;
}
function casePackage({ notes = 0, isChanged = false, isBroken = false }: Wanted): string {
  const statementOf = (i: number) => {
    const said = Array.from({ length: 12 }, (_one, k) => words[(i * 7 + k * 13 + (i >> 3)) % words.length]);
    return `${said.join(' ')} ${isChanged && i % 20 === 0 ? 'again ' : ''}${i}`;
  };
  const items = Array.from({ length: count }, (_one, i) => ({
    identifier: uuid('0002', i),
    uri: `https://ex.example/i/${i}`,
    humanCodingScheme: `S.${i}`,
    CFItemType: i < groups ? 'Domain' : 'Competency',
    lastChangeDateTime,
    ...(isBroken && i === 12_345 ? { colour: 'red' } : { fullStatement: statementOf(i) }),
    ...(notes > 0 ? { notes: 'x'.repeat(notes) } : {}),
  }));
  const associations = items.map(({ identifier }, i) => ({
    identifier: uuid('0003', i),
    uri: `https://ex.example/a/${i}`,
    associationType: 'isChildOf',
    lastChangeDateTime,
    originNodeURI: { ...link(i), identifier },
    destinationNodeURI: i < groups ? document : link(i % groups),
  }));
  const head = { ...document, creator: 'Ex', caseVersion: '1.1', language: 'en', lastChangeDateTime };
  return JSON.stringify({ CFDocument: head, CFItems: items, CFAssociations: associations });
}

/** Said at its end by the command itself: no other process has to look. */
const reporter = `--import=data:text/javascript,${encodeURIComponent(
  'process.on("exit",()=>{const u=process.resourceUsage();process.stderr.write("\\npeak "+u.maxRSS+" cpu "+(u.userCPUTime+u.systemCPUTime)+"\\n")})',
)}`;

async function run(data: string, ...args: readonly string[]) {
  const started = performance.now();
  const child = spawn(process.execPath, [reporter, program, 'framework', ...args, '--json', '--data', data], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, said] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  const seconds = (performance.now() - started) / 1000;
  const [, peak = '0', cpu = '0'] = /peak (\d+) cpu (\d+)/.exec(said) ?? [];
  if (out === '') throw new Error(said);
  const answer = JSON.parse(out) as {
    readonly version?: string | null;
    readonly faults?: readonly { readonly pointer: string }[];
  };
  return {
    seconds: Number(seconds.toFixed(2)),
    'cpu seconds': Number((Number(cpu) / 1e6).toFixed(2)),
    'peak MB': Math.round(Number(peak) / 1000),
    answer,
  };
}

export async function* frameworks(): AsyncGenerator<Row> {
  const data = await mkdtemp(path.join(tmpdir(), 'cairn-bench-'));
  const cairn = await startCairn({ data, port });
  try {
    const file = path.join(data, 'package.json');
    for (const [what, wanted] of [
      ['20,000 new', {}],
      ['20,000, 1,000 of them reworded', { isChanged: true }],
      ['100 MB with a broken item', { notes: 4300, isBroken: true }],
    ] as const) {
      await writeFile(file, casePackage(wanted));
      const { size } = await stat(file);
      const { answer, ...measured } = await run(data, 'import', file, '--yes', '--reworded', 'all');
      const faults = answer.faults?.map(({ pointer }) => pointer).join(' ') ?? '';
      yield { what, 'file MB': Math.round(size / 1e6), ...measured, ...(faults === '' ? {} : { faults }) };
      // The next is published when this is in force.
      while (typeof answer.version === 'string' && !(await isInForce(data, answer.version))) await sleep(200);
    }
  } finally {
    cairn.child.kill('SIGTERM');
    await cairn.ended;
    await rm(data, { recursive: true, force: true });
  }
}

async function isInForce(data: string, version: string): Promise<boolean> {
  const child = spawn(
    process.execPath,
    [program, 'framework', 'versions', document.identifier, '--json', '--data', data],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const [out] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return out !== '' && (JSON.parse(out) as { policyVersion: string }[])[0]?.policyVersion === version;
}
