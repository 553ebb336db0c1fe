// SPDX-License-Identifier: Apache-2.0
/** `cairn gap PERSON --role ROLE`: each requirement against what is held. */
import { gapOf, stateAt, unknownState } from '@cairn/engine';
import { indexFrameworks } from '@cairn/frameworks';
import { readConfig } from '../config.ts';
import { connect } from '../connect.ts';
import { InputError } from '../input-error.ts';
import type { AddCommand } from './command.types.ts';

interface Options {
  readonly role: string;
  readonly data?: string;
  readonly json?: true;
}

const percent = (share: number | null) => (share === null ? 'unknown' : `${Math.round(share * 100)} %`);

async function gap(personId: string, options: Options): Promise<void> {
  const store = await connect(readConfig(process.env, options));
  try {
    const [person, policy, now] = await Promise.all([
      store.people.find(personId),
      store.policies.current(),
      store.now(),
    ]);
    if (!person) throw new InputError(`Nobody is known as "${personId}". See "cairn people import".`);
    if (!policy) throw new InputError('No mapping is in force yet. See "cairn mapping publish".');
    const role = policy.roles.find(({ id }) => id === options.role);
    if (!role)
      throw new InputError(
        `There is no role "${options.role}". There are: ${policy.roles.map(({ id }) => id).join(', ') || 'none'}.`,
      );
    const timelines = await store.mastery.ofPerson(policy.version, personId);
    const result = gapOf(role, indexFrameworks(policy.frameworks), (id) => {
      const timeline = timelines.get(id);
      return timeline ? stateAt(timeline, now) : unknownState;
    });
    const rows = result.items.map(
      ({ competencyId, requiredLevelId, status, state }) =>
        `${competencyId}  ${status}  required ${requiredLevelId}, held ${state.levelId ?? 'none'}`,
    );
    const text = [
      `${person.name}, ${role.id}: fit ${percent(result.fit)}, coverage ${percent(result.coverage)}`,
      ...rows,
    ].join('\n');
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ person, role: role.id, policyVersion: policy.version, ...result })}\n`
        : `${text}\n`,
    );
  } finally {
    await store.close();
  }
}

export const addGap: AddCommand = (program) => {
  program
    .command('gap <person>')
    .description('what a role requires against what a person holds')
    .requiredOption('--role <role>', 'id of the role profile')
    .option('--data <folder>', 'folder of the embedded database (CAIRN_DATA)')
    .option('--json', 'one JSON value instead of text')
    .action(gap);
};
