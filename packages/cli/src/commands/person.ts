// SPDX-License-Identifier: Apache-2.0
/** `cairn profile`, `cairn gap`, `cairn explain`: what the API says of a person, on the command line. `--json` is the API's own shape. */
import {
  createPolicyReader,
  explanationView,
  type Frame,
  gapView,
  profileView,
  readFrame,
} from '@cairn/server';
import type { Store } from '@cairn/store';
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { connect } from '../connect.ts';
import { InputError } from '../input-error.ts';
import type { AddCommand } from './command.types.ts';

interface Options {
  readonly data?: string;
  readonly json?: true;
  readonly at?: string;
  readonly known?: string;
  readonly role?: string;
}
interface Answer {
  readonly value: unknown;
  readonly text: readonly string[];
}

function instant(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const ms = Date.parse(text);
  if (Number.isNaN(ms))
    throw new InputError(`--${name}: "${text}" is no instant. Write it like 2026-03-12T08:00:00Z.`);
  return ms;
}

async function ask(
  personId: string,
  options: Options,
  answer: (store: Store, frame: Frame) => Promise<Answer>,
) {
  const asOf = { at: instant('at', options.at), known: instant('known', options.known) };
  const store = await connect(readConfig(process.env, options));
  try {
    const person = await store.people.find(personId);
    if (!person) throw new InputError(`Nobody is known as "${personId}". See "cairn people import".`);
    const frame = await readFrame(store, createPolicyReader(store), person, asOf, null);
    if (!frame) throw new InputError('No mapping is in force (or was by then). See "cairn mapping publish".');
    const { value, text } = await answer(store, frame);
    if (!frame.complete)
      process.stderr.write(
        'Not complete: something that was recorded by then has not been processed yet, or waits in quarantine. The answer may still change.\n',
      );
    process.stdout.write(options.json ? `${JSON.stringify(value)}\n` : `${text.join('\n')}\n`);
  } finally {
    await store.close();
  }
}

const percent = (share: number | null) => (share === null ? 'unknown' : `${Math.round(share * 100)} %`);
const levelText = (levelId: string | null) => levelId ?? 'no level';

const profile = (person: string, options: Options) =>
  ask(person, options, async (store, frame) => {
    const value = await profileView(store, frame, undefined);
    const rows = value.competencies.map(
      ({ code, id, state }) =>
        `${code}  ${id}  ${state.status}${state.levelId === null ? '' : `, ${state.levelId}`}`,
    );
    return { value, text: [value.person.name, ...rows] };
  });

const gap = (person: string, options: Options) =>
  ask(person, options, async (store, frame) => {
    const wanted = options.role ?? frame.person.roleIds[0];
    const { roles } = frame.policy.policy;
    const role = roles.find(({ id }) => id === wanted);
    if (!role)
      throw new InputError(
        `There is no role "${wanted ?? ''}". There are: ${roles.map(({ id }) => id).join(', ') || 'none'}.`,
      );
    const value = await gapView(store, frame, role);
    const rows = value.items.map(
      ({ competency, status, required, state }) =>
        `${competency.id}  ${status}  required ${required.levelId}, held ${levelText(state.levelId)}`,
    );
    const head = `${value.person.name}, ${role.id}: fit ${percent(value.fit)}, coverage ${percent(value.coverage)}`;
    return { value, text: [head, ...rows] };
  });

const explain = (person: string, competencyId: string, options: Options) =>
  ask(person, options, async (store, frame) => {
    const value = await explanationView(store, frame, competencyId);
    if (!value) throw new InputError(`There is no competency "${competencyId}" in force.`);
    const rows = value.evidence.map(
      ({ occurredAt, effect, kind, levelId, value: score, rule, statement }) =>
        `${occurredAt}  ${effect}  ${kind}, ${score === null ? 'no score' : percent(score)}, ${levelText(levelId)}, rule ${rule.id}, statement ${statement.id}`,
    );
    const head = `${value.person.name}, ${competencyId}: ${value.state.status}, ${levelText(value.state.levelId)}`;
    return { value, text: [head, ...(rows.length > 0 ? rows : ['No evidence: unknown, not zero.'])] };
  });

const common = (command: Command) =>
  command
    .option('--at <instant>', 'as of that moment in the world')
    .option('--known <instant>', 'with what had been recorded by then')
    .option('--data <folder>', 'folder of the embedded database (CAIRN_DATA)')
    .option('--json', 'one JSON value instead of text');

export const addPerson: AddCommand = (program) => {
  common(program.command('profile <person>')).description('mastery of each competency').action(profile);
  common(program.command('gap <person>'))
    .description('what a role requires against what is held')
    .option('--role <role>', "id of the role profile; default: the person's first")
    .action(gap);
  common(program.command('explain <person> <competency>'))
    .description('why: each piece of evidence and what it does')
    .action(explain);
};
