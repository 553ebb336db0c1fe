// SPDX-License-Identifier: Apache-2.0
/** Arbitrary valid statements of either version, with everything that the standard allows in one. */
import fc from 'fast-check';
import type { Actor, Statement } from '../statement.types.ts';
import { voidedVerb } from '../statement.ts';
import type { XapiVersion } from '../versions.ts';
import {
  durations,
  extensionMaps,
  hex,
  iris,
  languageMaps,
  languageTags,
  plain,
  textOf,
  timesOf,
  uuids,
  words,
} from './values.ts';

type Model = Readonly<Record<string, fc.Arbitrary<unknown>>>;
/** An object with all of the first members and some of the others. */
const some = (required: Model, optional: Model = {}) =>
  fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required), ...plain });

const mailLocal = textOf('abzAB019._+-é', 1, 8);
const mailDomains = fc.constantFrom('example.org', 'EXAMPLE.com', 'münchen.example');
const identifiers = fc.oneof(
  fc.tuple(mailLocal, mailDomains).map(([local, domain]) => ({ mbox: `mailto:${local}@${domain}` })),
  hex(40).map((sum) => ({ mbox_sha1sum: sum })),
  iris.map((openid) => ({ openid })),
  some({ homePage: iris, name: words }).map((account) => ({ account })),
);
const joined = (...parts: readonly fc.Arbitrary<object>[]) =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all) as Actor);
const names = some({}, { name: words });
const agentsAsObject = joined(some({ objectType: fc.constant('Agent') }), names, identifiers);
export const agents = joined(some({}, { objectType: fc.constant('Agent') }), names, identifiers);
const groupType = some({ objectType: fc.constant('Group') });
const members = (least: number) => fc.array(agents, { minLength: least, maxLength: 3 });
export const groups = fc.oneof(
  joined(groupType, names, identifiers, some({}, { member: members(0) })),
  joined(groupType, names, some({ member: members(1) })),
);
const actors = fc.oneof({ arbitrary: agents, weight: 3 }, groups);
const authorities = fc.oneof(
  agents,
  joined(groupType, some({ member: fc.array(agents, { minLength: 2, maxLength: 2 }) })),
);

const verbs = some({ id: iris.filter((id) => id !== voidedVerb) }, { display: languageMaps });
const componentsWith = fc.uniqueArray(some({ id: words }, { description: languageMaps }), {
  maxLength: 3,
  selector: (one) => one['id'],
});
const listsOf: Readonly<Record<string, Model>> = {
  choice: { choices: componentsWith },
  sequencing: { choices: componentsWith },
  likert: { scale: componentsWith },
  matching: { source: componentsWith, target: componentsWith },
  performance: { steps: componentsWith },
  'true-false': {},
  'fill-in': {},
  'long-fill-in': {},
  numeric: {},
  other: {},
};
const interactions = fc
  .constantFrom(...Object.entries(listsOf))
  .chain(([kind, lists]) =>
    some(
      { interactionType: fc.constant(kind) },
      { correctResponsesPattern: fc.array(words, { maxLength: 2 }), ...lists },
    ),
  );
const definitions = joined(
  some(
    {},
    {
      name: languageMaps,
      description: languageMaps,
      type: iris,
      moreInfo: iris,
      extensions: extensionMaps,
    },
  ),
  fc.oneof(fc.constant({}), interactions),
);
const activities = some({ id: iris }, { objectType: fc.constant('Activity'), definition: definitions });
const statementRefs = some({ objectType: fc.constant('StatementRef'), id: uuids });

const numbers = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
);
const scores = fc
  .tuple(
    some({}, { scaled: fc.double({ min: -1, max: 1, noNaN: true }) }),
    fc.uniqueArray(numbers, { maxLength: 3, comparator: 'SameValueZero' }),
  )
  .map(([scaled, [first, ...rest]]) => {
    if (first === undefined) return scaled;
    const sorted = [first, ...rest].sort((a, b) => a - b);
    if (sorted.length === 1) return { ...scaled, raw: first };
    const range = { ...scaled, min: sorted[0], max: sorted.at(-1) };
    return sorted.length === 3 ? { ...range, raw: sorted[1] } : range;
  });
const results = some(
  {},
  {
    score: scores,
    success: fc.boolean(),
    completion: fc.boolean(),
    response: words,
    duration: durations,
    extensions: extensionMaps,
  },
);

const slot = fc.oneof(activities, fc.array(activities, { maxLength: 2 }));
const roles = { relevantTypes: fc.array(iris, { minLength: 1, maxLength: 2 }) };
const contextActors: Model = {
  contextAgents: fc.array(some({ objectType: fc.constant('contextAgent'), agent: agents }, roles), {
    maxLength: 2,
  }),
  contextGroups: fc.array(some({ objectType: fc.constant('contextGroup'), group: groups }, roles), {
    maxLength: 2,
  }),
};
const contexts = (version: XapiVersion, isActivity: boolean) =>
  some(
    {},
    {
      registration: uuids,
      instructor: actors,
      team: groups,
      contextActivities: some({}, { parent: slot, grouping: slot, category: slot, other: slot }),
      ...(isActivity ? { revision: words, platform: words } : {}),
      language: languageTags,
      statement: statementRefs,
      extensions: extensionMaps,
      ...(version === '2.0.0' ? contextActors : {}),
    },
  );

const attachments = some(
  {
    usageType: iris,
    display: languageMaps,
    contentType: fc.constantFrom('application/pdf', 'text/plain; charset=utf-8', 'image/svg+xml'),
    length: fc.nat(),
    sha2: fc.oneof(hex(64), hex(96), hex(128), hex(56)),
  },
  { description: languageMaps, fileUrl: iris },
);

const isOfActivity = (object: { objectType?: unknown }) =>
  object.objectType === undefined || object.objectType === 'Activity';

/** What a statement and a SubStatement have in common. */
function bodies(version: XapiVersion, objects: fc.Arbitrary<object>): fc.Arbitrary<object> {
  return objects.chain((object) => {
    const verb =
      (object as { objectType?: unknown }).objectType === 'StatementRef'
        ? fc.oneof(verbs, fc.constant({ id: voidedVerb }))
        : verbs;
    return some(
      { actor: actors, verb, object: fc.constant(object) },
      {
        result: results,
        context: contexts(version, isOfActivity(object)),
        timestamp: timesOf(version),
        attachments: fc.array(attachments, { maxLength: 2 }),
      },
    );
  });
}

/** Valid statements of the version. Values are plain JSON, as JSON.parse would give them. */
export function statements(version: XapiVersion): fc.Arbitrary<Statement> {
  const objects = fc.oneof(activities, agentsAsObject, groups, statementRefs);
  const subStatements = bodies(version, objects).map((body) => ({ objectType: 'SubStatement', ...body }));
  const versions = version === '2.0.0' ? ['2.0.0', '2.0', '1.0.3'] : ['1.0', '1.0.0', '1.0.9'];
  const own = some(
    {},
    {
      id: uuids,
      stored: timesOf(version),
      authority: authorities,
      version: fc.constantFrom(...versions),
    },
  );
  const objectsAndSub = fc.oneof({ arbitrary: objects, weight: 3 }, { arbitrary: subStatements, weight: 1 });
  return fc
    .tuple(bodies(version, objectsAndSub), own)
    .map((parts) => JSON.parse(JSON.stringify(Object.assign({}, ...parts))) as Statement);
}
