// SPDX-License-Identifier: Apache-2.0
/** `cairn evidence add|list|void|import`: evidence that did not come from an LMS. What the API would refuse is refused by the same checks. */
import { entryRequestSchema, type EntryView, voidEntryQuerySchema } from '@cairn/api/contract';
import { type CompiledPolicy, dayOf } from '@cairn/engine';
import { schemaFaults } from '@cairn/frameworks';
import { enterEvidence, type Entry, entriesOf, entryFaults, voidEntry } from '@cairn/lrs-adapter';
import { createPolicyReader, entryOf, entryView } from '@cairn/server';
import type { Store } from '@cairn/store';
import { type Command, Option } from 'commander';
import { InputError } from '../../input-error.ts';
import type { AddCommand } from '../command.types.ts';
import { entryKindNames, importMatrix, type ImportOptions } from './import-matrix.ts';
import { print, type StoreOptions, withStore, withStoreOptions } from '../with-store.ts';

interface AddOptions extends StoreOptions {
  readonly kind: string;
  readonly on: string;
  readonly expires?: string;
  readonly level?: string;
  readonly value?: string;
  readonly notShown?: true;
  readonly assessor?: string;
  readonly issuer?: string;
  readonly reference?: string;
  readonly note?: string;
  readonly by: string;
}

const optionOf: Readonly<Record<string, string>> = {
  occurredAt: '--on',
  expiresAt: '--expires',
  shown: '--not-shown',
  person: 'person',
  competency: 'competency',
};
const refused = (faults: readonly { readonly pointer: string; readonly message: string }[]) =>
  new InputError(
    faults
      .map(({ pointer, message }) => {
        const field = pointer.slice(1);
        return `${optionOf[field] ?? `--${field}`}: ${message}`;
      })
      .join('\n'),
  );

/** @throws {InputError} when nothing is published. */
export async function policyInForce(store: Store): Promise<CompiledPolicy> {
  const policy = await createPolicyReader(store).current();
  if (policy) return policy;
  throw new InputError('No mapping is in force. See "cairn mapping publish".');
}

const unknownPerson = (person: string) => `Nobody is known as "${person}". See "cairn people import".`;

async function assertKnown(store: Store, person: string): Promise<void> {
  if (!(await store.people.find(person))) throw new InputError(unknownPerson(person));
}

/** In the place of a day that cannot be read, while the rest is checked. */
const anyDay = '2000-01-01';

type Fault = Parameters<typeof refused>[0][number];
/** What the schema refuses and what the policy refuses, at once: what cannot be read is left out of the second look. */
function readEntry(
  person: string,
  asked: Readonly<Record<string, unknown>>,
  { policy, now }: { readonly policy: CompiledPolicy; readonly now: number },
): { readonly entry: Entry | null; readonly faults: readonly Fault[] } {
  const parsed = entryRequestSchema.safeParse(asked);
  const unread = parsed.success ? [] : schemaFaults(parsed.error);
  const isUnread = (field: string) => unread.some(({ pointer }) => pointer === `/${field}`);
  const rest = Object.fromEntries(Object.entries(asked).filter(([field]) => !isUnread(field)));
  const second = entryRequestSchema.safeParse({
    ...rest,
    ...(isUnread('occurredAt') ? { occurredAt: anyDay } : {}),
    ...(isUnread('competency') ? { competency: '?' } : {}),
  });
  if (!second.success) return { entry: null, faults: unread };
  const entry = entryOf(person, second.data, policy.policy.timeZone);
  const faults = entryFaults(
    {
      ...entry,
      competencyId: isUnread('competency') ? undefined : entry.competencyId,
      value: isUnread('value') ? undefined : entry.value,
      occurredAt: isUnread('occurredAt') ? undefined : entry.occurredAt,
      expiresAt: isUnread('expiresAt') ? undefined : entry.expiresAt,
    },
    policy,
    now,
  );
  return { entry, faults: [...unread, ...faults] };
}

const add = (person: string, competency: string, options: AddOptions) =>
  withStore(options, async (store, { url }) => {
    const { kind, on, expires, level, value, assessor, issuer, reference, note } = options;
    const policy = await policyInForce(store);
    const asked = {
      competency,
      kind,
      level,
      value: value === undefined ? undefined : Number(value),
      shown: options.notShown !== true,
      occurredAt: on,
      expiresAt: expires,
      assessor,
      issuer,
      reference,
      note,
    };
    const { entry, faults } = readEntry(person, asked, { policy, now: await store.now() });
    const isKnown = (await store.people.find(person)) !== null;
    if (!entry || !isKnown || faults.length > 0)
      throw refused([
        ...(isKnown ? [] : [{ pointer: '/person', message: unknownPerson(person) }]),
        ...faults,
      ]);
    const [placed] = await enterEvidence({ store, url, policy, enteredBy: options.by }, [entry]);
    const { id = '', isThere = false } = placed ?? {};
    print(
      options,
      { statement: id, existed: isThere },
      isThere
        ? `The same was entered before, as statement ${id}.`
        : `Entered as statement ${id}. "cairn explain ${person} ${competency}" shows what it does.`,
    );
  });

function lineOf(view: EntryView, timeZone: string): string {
  const { statement, competency, kind, level, value, shown, expiresAt, assessor, issuer, enteredBy } = view;
  const measure = !shown ? 'not shown' : (level ?? (value === null ? '' : `${Math.round(value * 100)} %`));
  // The last day that it holds on.
  const end = expiresAt === null ? '' : `, until ${dayOf(Date.parse(expiresAt) - 1, timeZone)}`;
  const by = [
    ...(assessor === null ? [] : [`seen by ${assessor}`]),
    ...(issuer === null ? [] : [`issued by ${issuer}`]),
    `entered by ${enteredBy ?? 'nobody known'}`,
  ];
  const day = dayOf(Date.parse(view.occurredAt), timeZone);
  return `${statement}  ${day}${end}  ${competency}  ${kind}, ${measure}  ${by.join(', ')}${view.voided ? '  TAKEN BACK' : ''}`;
}

const list = (person: string, options: StoreOptions) =>
  withStore(options, async (store) => {
    await assertKnown(store, person);
    const { timeZone } = (await policyInForce(store)).policy;
    const views = (await entriesOf(store, person)).map(entryView);
    print(
      options,
      views,
      views.map((view) => lineOf(view, timeZone)).join('\n') || `Nothing was entered of ${person}.`,
    );
  });

const undo = (
  person: string,
  statementId: string,
  options: StoreOptions & { readonly reason: string; readonly by: string },
) =>
  withStore(options, async (store, { url }) => {
    const parsed = voidEntryQuerySchema.safeParse({ reason: options.reason });
    if (!parsed.success) throw refused(schemaFaults(parsed.error));
    const voided = await voidEntry(
      { store, url },
      {
        personId: person,
        statementId: statementId.toLowerCase(),
        by: options.by,
        reason: parsed.data.reason,
      },
    );
    print(options, { voided }, voided ? 'It is taken back.' : 'It had been taken back before.');
  });

const commonOptions = (command: Command) =>
  withStoreOptions(command).option(
    '--by <name>',
    'who enters this, as it stands in the record',
    'command line',
  );

const collect = (value: string, before: readonly string[] = []) => [...before, value];

export const addEvidence: AddCommand = (program) => {
  const evidence = program.command('evidence').description('evidence that did not come from an LMS');
  commonOptions(evidence.command('add <person> <competency>'))
    .description('enter a certificate, an observation or prior learning')
    .addOption(
      new Option('--kind <kind>', '(required) manual: a certificate on paper')
        .choices(entryKindNames)
        .makeOptionMandatory(),
    )
    .requiredOption('--on <day>', '(required) when it was: a day or an instant')
    .option('--expires <day>', 'the last day that it holds on, or an instant')
    .option('--level <level>', 'level that it shows; without it and --value: the first proficient one')
    .option('--value <value>', '0 to 1, instead of a level')
    .option('--not-shown', 'it was looked for and not seen')
    .option('--assessor <name>', 'who observed or assessed')
    .option('--issuer <name>', 'who issued the certificate')
    .option('--reference <text>', 'number of the certificate, or where it is kept')
    .option('--note <text>', 'what else is to be known')
    .action(add);
  withStoreOptions(evidence.command('list <person>'))
    .description('what was entered of somebody, the last first')
    .action(list);
  commonOptions(evidence.command('void <person> <statement>'))
    .description('take an entry back')
    .requiredOption('--reason <text>', '(required) why; it stays in the record')
    .action(undo);
  commonOptions(evidence.command('import <file>'))
    .description('what a training matrix (CSV, XLSX) would add; with --apply: add it')
    .option('--apply', 'do it; without: only say what would be done')
    .option('--column <field=header>', 'which column is what, e.g. person=Personalnr', collect)
    .addOption(new Option('--dates <order>', 'how days with slashes are written').choices(['dmy', 'mdy']))
    .addOption(
      new Option('--kind <kind>', 'of rows that do not say it; default: manual').choices(entryKindNames),
    )
    .option('--home-page <url>', 'home page of the accounts that the column of persons names')
    .option('--skip-unknown', 'leave out whom nobody knows, instead of refusing the whole')
    .action((file: string, options: ImportOptions) => importMatrix(file, options));
};
