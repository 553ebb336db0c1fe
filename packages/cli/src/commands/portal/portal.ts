// SPDX-License-Identifier: Apache-2.0
/** `cairn portal …`: whose pages may show widgets, and what proves their tokens. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { makePortal, type PortalCheck, portalView, testPortal } from '@cairn/server';
import { InvalidArgumentError } from 'commander';
import type { AddCommand } from '../command.types.ts';
import { print, type StoreOptions, withStore, withStoreOptions } from '../with-store.ts';
import { type AddOptions, addOf } from './add-portal.ts';

type View = ReturnType<typeof portalView>;

const provedBy = ({ trust }: View): string => {
  if (trust.kind === 'secret') return 'signs with its secret';
  if (trust.kind === 'keys') return `signs with a key of ${trust.jwksUrl}`;
  return `tokens of ${trust.issuer} for ${trust.audience}, named by "${trust.claim}"`;
};
const stateOf = ({ revokedAt, lastUsedAt }: View): string =>
  revokedAt !== null
    ? `REVOKED ${revokedAt}`
    : lastUsedAt === null
      ? 'never used'
      : `last used ${lastUsedAt}`;
const listed = (view: View): string =>
  [
    `${view.id}  ${stateOf(view)}  ${view.title}`,
    `  ${provedBy(view)}; may ask for ${view.rights.join(', ')}`,
    `  pages at ${view.origins.join(', ') || '(none)'}`,
  ].join('\n');

const list = (options: StoreOptions) =>
  withStore(options, async (store) => {
    const views = (await store.portals.list()).map(portalView);
    print(
      options,
      views,
      views.map(listed).join('\n') || 'No portals yet. Add one with "cairn portal add ID --origin URL".',
    );
  });

const add = (id: string, options: AddOptions) =>
  withStore(options, async (store) => {
    const made = await makePortal(store, addOf(id, options));
    const { secret } = made;
    print(
      options,
      made,
      [
        `Portal ${id}: ${provedBy(made)}`,
        ...(secret === null ? [] : [`  secret  ${secret}`, 'The secret is shown this once.']),
        `Try it: cairn portal test ${id}`,
      ].join('\n'),
    );
  });

const line = ({ check, isGood, detail }: PortalCheck) => `${isGood ? '✓' : '✗'} ${check}: ${detail}`;

interface TestOptions extends StoreOptions {
  readonly token?: string;
  readonly url?: string;
}
const test = (id: string, options: TestOptions) =>
  withStore(options, async (store, config) => {
    const given = options.token;
    const token =
      given === undefined
        ? undefined
        : given === '-'
          ? await text(process.stdin)
          : await readFile(given, 'utf8');
    const checks = await testPortal(store, { id, audience: options.url ?? config.url, token: token?.trim() });
    const isGood = checks.every((one) => one.isGood);
    print(options, { isGood, checks }, checks.map(line).join('\n'));
    if (!isGood) process.exitCode = 1;
  });

interface RotateOptions extends StoreOptions {
  readonly overlap: number;
}
const hourMs = 3_600_000;
const rotate = (id: string, options: RotateOptions) =>
  withStore(options, async (store) => {
    const { secret, formerUntil } = await store.portals.rotate(id, options.overlap * hourMs);
    const until = new Date(formerUntil).toISOString();
    print(
      options,
      { id, secret, formerUntil: until },
      `A new secret of ${id}\n  secret  ${secret}\nIt is shown this once. The one before is good until ${until}.`,
    );
  });

const revoke = (id: string, options: StoreOptions) =>
  withStore(options, async (store) => {
    await store.portals.revoke(id);
    print(
      options,
      { id, revoked: true },
      `The tokens of ${id} are refused within seconds, in every process, and its pages may not read any more.`,
    );
  });

function hours(given: string): number {
  const value = Number(given);
  if (value >= 0 && value <= 720) return value;
  throw new InvalidArgumentError('Hours from 0 to 720.');
}

export const addPortal: AddCommand = (program) => {
  const portal = program.command('portal').description('whose pages may show widgets');
  withStoreOptions(portal.command('add <id>'))
    .description('make a portal; prints its secret, unless keys prove its tokens')
    .option('--title <title>', 'what people call it')
    .option('--origin <origin...>', 'where its pages are, such as https://intranet.example.org')
    .option(
      '--right <right...>',
      'the most that its tokens may ask for: self, team:ID, team:*, observe:ID, observe:*, person:ID, person:*',
      ['self'],
    )
    .option('--contact <address>', 'whom people turn to when they may not read something')
    .option(
      '--keys <url>',
      'its server signs with a key whose public part is there (JWK set), not with a secret',
    )
    .option('--issuer <url>', 'the OpenID Connect provider that signs its tokens; needs --audience')
    .option('--audience <audience>', 'with --issuer: whom its tokens are made for')
    .option('--claim <claim>', 'with --issuer: the claim that names the person (default: email)')
    .option(
      '--home-page <url>',
      'with --issuer: the claim is the name of an account there, not a mail address',
    )
    .action(add);
  withStoreOptions(portal.command('list')).description('portals, and when each was last used').action(list);
  withStoreOptions(portal.command('test <id>'))
    .description('is it set up so that its pages will work')
    .option('--token <file>', 'read one of its tokens too; - is standard input')
    .option('--url <url>', 'address that its tokens are made for; default: CAIRN_URL')
    .action(test);
  withStoreOptions(portal.command('rotate <id>'))
    .description('a new secret; the one before stays good for a while')
    .option('--overlap <hours>', 'how long', hours, 24)
    .action(rotate);
  withStoreOptions(portal.command('revoke <id>'))
    .description('refuse its tokens from now on, for good')
    .action(revoke);
};
