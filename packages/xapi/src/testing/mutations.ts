// SPDX-License-Identifier: Apache-2.0
/**
 * A valid statement with one thing in it made wrong, and where. What a statement is made of is written down here once more
 * on purpose, so that the validator is not compared with itself.
 */
import fc from 'fast-check';
import type { Statement } from '../statement.types.ts';
import { voidedVerb } from '../statement.ts';
import type { XapiVersion } from '../versions.ts';
import { statements } from './statements.ts';

export interface Mutation {
  /** What was done. */
  readonly name: string;
  /** JSON pointer that one of the faults has to have. */
  readonly pointer: string;
  readonly value: unknown;
}

type Members = Readonly<Record<string, unknown>>;
/** Kind of each member; `*` for every one of an array or a single one, `!` behind a name that has to be there. */
const kinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  statement: {
    'actor!': 'actor',
    'verb!': 'verb',
    'object!': 'object',
    id: 'uuid',
    result: 'result',
    context: 'context',
    timestamp: 'time',
    stored: 'time',
    authority: 'actor',
    version: 'version',
    attachments: 'attachment*',
  },
  SubStatement: {
    'actor!': 'actor',
    'verb!': 'verb',
    'object!': 'object',
    objectType: 'type',
    result: 'result',
    context: 'context',
    timestamp: 'time',
    attachments: 'attachment*',
  },
  StatementRef: { 'id!': 'uuid', objectType: 'type' },
  Activity: { 'id!': 'iri', objectType: 'type', definition: 'definition' },
  actor: {
    objectType: 'type',
    name: 'text',
    mbox: 'mbox',
    mbox_sha1sum: 'hex',
    openid: 'iri',
    account: 'account',
    member: 'actor*',
  },
  account: { 'homePage!': 'iri', 'name!': 'text' },
  verb: { 'id!': 'iri', display: 'languages' },
  definition: {
    name: 'languages',
    description: 'languages',
    type: 'iri',
    moreInfo: 'iri',
    extensions: 'extensions',
    interactionType: 'interaction',
    correctResponsesPattern: 'text*',
    choices: 'component*',
    scale: 'component*',
    source: 'component*',
    target: 'component*',
    steps: 'component*',
  },
  component: { 'id!': 'text', description: 'languages' },
  result: {
    score: 'score',
    success: 'truth',
    completion: 'truth',
    response: 'text',
    duration: 'duration',
    extensions: 'extensions',
  },
  score: { scaled: 'scaled', raw: 'number', min: 'number', max: 'number' },
  context: {
    registration: 'uuid',
    instructor: 'actor',
    team: 'actor',
    contextActivities: 'slots',
    revision: 'text',
    platform: 'text',
    language: 'language',
    statement: 'StatementRef',
    extensions: 'extensions',
    contextAgents: 'contextAgent*',
    contextGroups: 'contextGroup*',
  },
  slots: { parent: 'Activity*', grouping: 'Activity*', category: 'Activity*', other: 'Activity*' },
  contextAgent: { 'objectType!': 'type', 'agent!': 'actor', relevantTypes: 'iri*' },
  contextGroup: { 'objectType!': 'type', 'group!': 'actor', relevantTypes: 'iri*' },
  attachment: {
    'usageType!': 'iri',
    'display!': 'languages',
    'contentType!': 'media',
    'length!': 'count',
    'sha2!': 'hex',
    description: 'languages',
    fileUrl: 'iri',
  },
};

/** Right type, wrong value. */
const badValues: Readonly<Record<string, readonly unknown[]>> = {
  uuid: ['x', 'fd41c918-b88b-4b20-a0a5-a4c32391aaa', 'zd41c918-b88b-4b20-a0a5-a4c32391aaa0', ''],
  iri: ['example.com/x', 'ab=c://x', '', 'https://a b', '://x'],
  mbox: ['ann@example.org', 'mailto:ann', 'mailto:', 'mailto:a@b@c d'],
  hex: ['xyz', '7560680e2567e081782bce4a5651785d547ad78', ''],
  time: [
    'yesterday',
    '2026-02-30T00:00:00Z',
    '2008-09-15T15:53:00.601-00:00',
    '2008-09-15T15:53:00.601-0000',
    '2008-09-15T15:53:00.601-00',
    '2008-09-15T25:53:00Z',
    '01/011/2015',
  ],
  version: ['0.9.9', '1.1.0', '3.0.0', '1.0.x', ''],
  duration: ['P4W1D', 'PA1H0M0S', 'P', 'PT', '12', 'PT1.5H2M', 'pt1h', '-PT1S'],
  language: ['something', 'en-something-AU', 's-something', 'en-a-bbb-a-ccc', 'de-1901-1901', 'en_US', ''],
  interaction: ['Choice', 'true_false', ''],
  scaled: [1.1, -1.01],
  media: ['text', '', 'a b/c'],
  count: [1.5, -1],
  type: ['agent', 'activity', 'Something', ''],
};

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (pointer: string, key: string | number) =>
  `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

interface Place {
  readonly pointer: string;
  readonly kind: string;
  readonly value: unknown;
}

function kindOf(kind: string, value: unknown): string {
  if (kind !== 'object') return kind;
  const type = isMembers(value) ? value['objectType'] : undefined;
  if (type === 'Agent' || type === 'Group') return 'actor';
  return typeof type === 'string' ? type : 'Activity';
}

/** Every value in a statement but those inside extensions. */
function placesIn(value: unknown, kind = 'statement', pointer = ''): readonly Place[] {
  if (kind.endsWith('*') && Array.isArray(value))
    return [
      { pointer, kind: 'array', value },
      ...value.flatMap((one, i) => placesIn(one, kind.slice(0, -1), at(pointer, i))),
    ];
  const own = kindOf(kind.replace('*', ''), value);
  const shape = kinds[own];
  const inside = isMembers(value) ? Object.entries(value) : [];
  const below = inside.flatMap(([key, member]) => {
    if (own === 'languages') return placesIn(member, 'text', at(pointer, key));
    const memberKind = shape?.[key] ?? shape?.[`${key}!`];
    return memberKind === undefined ? [] : placesIn(member, memberKind, at(pointer, key));
  });
  return [{ pointer, kind: own, value }, ...below];
}

/** A copy with one value replaced; `undefined` removes it. */
function changed(root: unknown, pointer: string, value: unknown): unknown {
  if (pointer === '') return value;
  const copy = JSON.parse(JSON.stringify(root)) as unknown;
  const keys = pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = keys.pop() as string;
  const holder = keys.reduce<unknown>((one, key) => (one as Members)[key], copy) as Record<string, unknown>;
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else holder[last] = value;
  return copy;
}

/** At a place: the pointer to change, what to put there, and where the fault is expected when not at that pointer. */
interface Change {
  readonly pointer: string;
  readonly value: unknown;
  readonly fault?: string;
}
type Mutator = (place: Place, statement: Statement) => readonly Change[];

const identifierKeys = ['mbox', 'mbox_sha1sum', 'openid', 'account'];
const isClosed = (kind: string) => Object.hasOwn(kinds, kind);
const wrongType = (value: unknown) => (typeof value === 'string' ? 7 : 'text');

const mutators: Readonly<Record<string, Mutator>> = {
  'null outside extensions': ({ pointer }) => (pointer === '' ? [] : [{ pointer, value: null }]),
  'another type': ({ pointer, value }) => (pointer === '' ? [] : [{ pointer, value: wrongType(value) }]),
  'unknown key': ({ pointer, kind }) => (isClosed(kind) ? [{ pointer: at(pointer, 'dummy'), value: 1 }] : []),
  'key in another case': ({ pointer, kind, value }) =>
    isClosed(kind)
      ? Object.entries(value as Members).map(([key, one]) => ({
          pointer: at(pointer, key.toUpperCase()),
          value: one,
        }))
      : [],
  'required member missing': ({ pointer, kind, value }) =>
    Object.keys(kinds[kind] ?? {})
      .filter((key) => key.endsWith('!') && isMembers(value))
      .map((key) => ({ pointer: at(pointer, key.slice(0, -1)), value: undefined })),
  'bad value': ({ pointer, kind }) => (badValues[kind] ?? []).map((value) => ({ pointer, value })),
  'bad language': ({ pointer, kind }) =>
    kind === 'languages'
      ? (badValues['language'] ?? []).map((tag) => ({ pointer: at(pointer, tag as string), value: 'x' }))
      : [],
  'extension key without scheme': ({ pointer, kind }) =>
    kind === 'extensions' ? [{ pointer: at(pointer, 'short.key/~'), value: null }] : [],
  'second identifier': ({ pointer, kind, value }) =>
    kind === 'actor'
      ? identifierKeys
          .filter((key) => !(key in (value as Members)))
          .slice(0, identifierKeys.some((key) => key in (value as Members)) ? 2 : 0)
          .map((key) => ({
            pointer: at(pointer, key),
            value: { mbox: 'mailto:x@y.z', openid: 'urn:x:y', mbox_sha1sum: 'a'.repeat(40) }[key] ?? {
              homePage: 'urn:x:y',
              name: '',
            },
            fault: pointer,
          }))
      : [],
  'identifier missing': ({ pointer, kind, value }) =>
    kind === 'actor' && (value as Members)['objectType'] !== 'Group'
      ? identifierKeys
          .filter((key) => key in (value as Members))
          .map((key) => ({ pointer: at(pointer, key), value: undefined, fault: pointer }))
      : [],
  'members missing': ({ pointer, kind, value }) =>
    kind === 'actor' &&
    (value as Members)['objectType'] === 'Group' &&
    !identifierKeys.some((key) => key in (value as Members))
      ? [undefined, []].map((none) => ({ pointer: at(pointer, 'member'), value: none }))
      : [],
  'group as a member': ({ pointer, kind }) =>
    kind === 'actor' && /\/member\/\d+$/.test(pointer)
      ? [
          {
            pointer,
            value: { objectType: 'Group', mbox: 'mailto:x@y.z' },
            fault: at(pointer, 'objectType'),
          },
        ]
      : [],
  'agent as a team': ({ pointer }) =>
    pointer.endsWith('/context/team')
      ? [{ pointer, value: { mbox: 'mailto:x@y.z' }, fault: at(pointer, 'objectType') }]
      : [],
  'authority with an identifier or three members': ({ pointer, value }) =>
    pointer === '/authority'
      ? [
          { pointer, value: { objectType: 'Group', mbox: 'mailto:x@y.z' } },
          { pointer, value: { objectType: 'Group', member: [value, value, value] } },
          { pointer, value: { objectType: 'Group', member: [{ mbox: 'mailto:x@y.z' }] } },
        ]
      : [],
  'score out of range': ({ pointer, kind }) =>
    kind === 'score'
      ? [
          { pointer, value: { min: 1, max: 1 }, fault: at(pointer, 'max') },
          { pointer, value: { raw: 0.5, min: 1, max: 2 }, fault: at(pointer, 'raw') },
          { pointer, value: { raw: 3, max: 2 }, fault: at(pointer, 'raw') },
        ]
      : [],
  'revision or platform without an activity': ({ pointer, kind, value }) => {
    if (kind !== 'statement' && kind !== 'SubStatement') return [];
    const { object, context = {} } = value as Statement;
    if (object.objectType === undefined || object.objectType === 'Activity') return [];
    return ['revision', 'platform'].map((key) => ({
      pointer: at(pointer, 'context'),
      value: { ...context, [key]: '1' },
      fault: `${pointer}/context/${key}`,
    }));
  },
  'void without a reference': ({ pointer, kind }, statement) =>
    kind === 'verb' && pointer === '/verb' && statement.object.objectType !== 'StatementRef'
      ? [{ pointer: '/verb/id', value: voidedVerb, fault: '/object' }]
      : [],
  'SubStatement in a SubStatement': ({ pointer, kind, value }) =>
    kind === 'SubStatement'
      ? [{ pointer: `${pointer}/object`, value, fault: `${pointer}/object/objectType` }]
      : [],
  'member of a statement in a SubStatement': ({ pointer, kind }) =>
    kind === 'SubStatement'
      ? ['id', 'stored', 'version', 'authority'].map((key) => ({ pointer: at(pointer, key), value: '1.0.0' }))
      : [],
  'components without interactionType': ({ pointer, kind, value }) =>
    kind === 'definition' &&
    Object.keys(value as Members).some((key) =>
      ['correctResponsesPattern', 'choices', 'scale', 'source', 'target', 'steps'].includes(key),
    )
      ? [{ pointer: at(pointer, 'interactionType'), value: undefined }]
      : [],
  'component id twice': ({ pointer, kind, value }) =>
    kind === 'component' && pointer.endsWith('/0')
      ? [{ pointer: pointer.slice(0, -2), value: [value, value] }]
      : [],
};

/** Places of 2.0.0 in a statement of 1.0.3, and times of 1.0.3 in one of 2.0.0. */
const ofOtherVersion: Readonly<Record<XapiVersion, Readonly<Record<string, Mutator>>>> = {
  '1.0.3': {
    'roles of 2.0.0': ({ pointer, kind }) =>
      kind === 'context'
        ? ['contextAgents', 'contextGroups'].map((key) => ({ pointer: at(pointer, key), value: [] }))
        : [],
    'version 2.0.0': ({ pointer, kind }) => (kind === 'version' ? [{ pointer, value: '2.0.0' }] : []),
  },
  '2.0.0': {
    'no relevant type': ({ pointer }) => (pointer.endsWith('/relevantTypes') ? [{ pointer, value: [] }] : []),
    'time of 1.0.3': ({ pointer, kind }) =>
      kind === 'time'
        ? ['2026-03-01T09:00:00', '2026-03-01', '20260301T090000Z', '2026-03-01T09:00Z'].map((value) => ({
            pointer,
            value,
          }))
        : [],
  },
};

/** Every name of a mutation that can be made in the version; a test can ask that each was met. */
export const mutationNames = (version: XapiVersion): readonly string[] =>
  Object.keys({ ...mutators, ...ofOtherVersion[version] });

/** Single mutations of valid statements. The name is chosen first, so that rare ones come up as often as common ones. */
export function mutations(version: XapiVersion): fc.Arbitrary<Mutation> {
  const all = { ...mutators, ...ofOtherVersion[version] };
  return fc.constantFrom(...Object.entries(all)).chain(([name, mutator]) =>
    fc
      .tuple(statements(version), fc.nat())
      .map(([statement, choice]) => {
        const changes = placesIn(statement).flatMap((place) => mutator(place, statement));
        return { statement, change: changes[choice % changes.length] };
      })
      .filter(({ change }) => change !== undefined)
      .map(({ statement, change }) => {
        const { pointer, value, fault = pointer } = change as Change;
        return { name, pointer: fault, value: changed(statement, pointer, value) };
      }),
  );
}
