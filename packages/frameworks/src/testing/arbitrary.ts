// SPDX-License-Identifier: Apache-2.0
/** Arbitrary frameworks and CASE packages for the tests of this package. */
import fc from 'fast-check';
import { type Framework, frameworkSchema, relationTypes, usualScale } from '../index.ts';

/** Any letters but those that no file keeps (control characters, halves of characters), not empty, without spaces at its ends. */
export const words = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .map((text) => text.replace(/[\p{C}\p{Z}\s]+/gu, ' ').trim())
  .filter((text) => text !== '');
const uuid = fc
  .tuple(fc.uuid({ version: [1, 2, 3, 4, 5] }), fc.boolean())
  .map(([id, isUpper]) => (isUpper ? id.toUpperCase() : id));
const uri = fc.webUrl();
const instant = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const day = instant.map((text) => text.slice(0, 10));
const json = fc.json({ maxDepth: 2 }).map((text): unknown => JSON.parse(text));
const extensions = fc.dictionary(
  fc.string({ maxLength: 8 }).filter((key) => key !== 'cairn' && key !== '__proto__'),
  json,
  { maxKeys: 3 },
);
const link = fc.record({ title: fc.string(), identifier: uuid, uri });

const some = <T extends Record<string, unknown>>(fields: {
  [K in keyof T]: fc.Arbitrary<T[K]>;
}) => fc.record(fields, { requiredKeys: [] });

const base = (identifier: string) =>
  fc.record({ identifier: fc.constant(identifier), uri, lastChangeDateTime: instant });

const itemOf = (identifier: string) =>
  fc
    .tuple(
      base(identifier),
      fc.record({ fullStatement: fc.string({ maxLength: 200 }) }),
      some({
        alternativeLabel: fc.string(),
        CFItemType: fc.oneof(fc.string(), fc.constantFrom('Domain', 'Knowledge', 'Skill')),
        humanCodingScheme: fc.constantFrom('A', 'B', ' ', 'A.1', `#${identifier.slice(0, 8)}`),
        listEnumeration: fc.string(),
        abbreviatedStatement: fc.string(),
        conceptKeywords: fc.array(fc.string(), { maxLength: 2 }),
        conceptKeywordsURI: link,
        notes: fc.string(),
        subject: fc.array(fc.string(), { maxLength: 2 }),
        subjectURI: fc.array(link, { maxLength: 1 }),
        language: fc.constantFrom('en', 'de', 'de-CH', 'klingon, mostly'),
        educationLevel: fc.array(fc.string(), { maxLength: 2 }),
        CFItemTypeURI: link,
        licenseURI: link,
        statusStartDate: day,
        CFDocumentURI: link,
        extensions,
      }),
    )
    .map(([own, statement, optional]) => ({ ...own, ...statement, ...optional }));

const documentOf = (identifier: string) =>
  fc
    .tuple(
      base(identifier),
      fc.record({ creator: fc.string(), title: fc.string() }),
      some({
        frameworkType: fc.string(),
        caseVersion: fc.constant('1.1'),
        officialSourceURL: uri,
        publisher: fc.string(),
        description: fc.string(),
        subject: fc.array(fc.string(), { maxLength: 2 }),
        language: fc.constantFrom('en', 'de', 'x y'),
        version: fc.string({ maxLength: 80 }),
        adoptionStatus: fc.constantFrom('Draft', 'Private Draft', 'Adopted', 'Deprecated', 'Other'),
        statusStartDate: day,
        statusEndDate: day,
        licenseURI: link,
        notes: fc.string(),
        CFPackageURI: link,
        extensions,
      }),
    )
    .map(([own, required, optional]) => ({ ...own, ...required, ...optional }));

interface Node {
  readonly title: string;
  readonly identifier: string;
  readonly uri: string;
}
const nodeOf = (identifiers: readonly string[]): fc.Arbitrary<Node> =>
  fc.oneof(
    fc.record({ title: fc.string(), identifier: fc.constantFrom(...identifiers), uri }),
    fc.record(
      {
        title: fc.string(),
        identifier: fc.string({ minLength: 1, maxLength: 20 }),
        uri,
        targetType: fc.constantFrom('CASE', 'ext:ESCO'),
      },
      { requiredKeys: ['title', 'identifier', 'uri'] },
    ),
  );

const acyclic = new Set(['isChildOf', 'isPartOf', 'precedes', 'replacedBy']);

/** Of an acyclic type only from a later to an earlier one, so that no ring comes about. */
const associationOf = (identifiers: readonly string[], identifier: string) =>
  fc
    .tuple(
      base(identifier),
      fc.record({
        associationType: fc.constantFrom(...relationTypes, 'ext:a', 'ext:B.c-d_e'),
        originNodeURI: nodeOf(identifiers),
        destinationNodeURI: nodeOf(identifiers),
      }),
      some({
        sequenceNumber: fc.integer({ min: -5, max: 1000 }),
        CFAssociationGroupingURI: link,
        notes: fc.string(),
        extensions,
      }),
    )
    .map(([own, ends, optional]) => {
      const place = ({ identifier: id }: Node) => identifiers.indexOf(id);
      const { associationType: type, originNodeURI: from, destinationNodeURI: to } = ends;
      const isForward = place(from) <= place(to) && place(from) >= 0 && acyclic.has(type);
      return { ...own, ...ends, ...optional, associationType: isForward ? ('isRelatedTo' as const) : type };
    });

/** A package in any of its forms: with and without lists, definitions, rubrics, extensions and links elsewhere. */
export const casePackage = fc
  .uniqueArray(uuid, { minLength: 4, maxLength: 14 })
  .chain((identifiers) => {
    const [document = '', ...rest] = identifiers;
    const items = rest.slice(0, Math.ceil(rest.length / 2));
    const associations = rest.slice(items.length);
    const ends = [document, ...items];
    return fc.tuple(
      fc.record(
        {
          CFDocument: documentOf(document),
          CFItems: fc.tuple(...items.map(itemOf)),
          CFAssociations: fc.tuple(...associations.map((id) => associationOf(ends, id))),
        },
        { requiredKeys: ['CFDocument', 'CFItems'] },
      ),
      some({
        CFDefinitions: some({
          CFConcepts: fc.array(
            base('6f1b2c3d-0010-4a00-8a00-000000000010').map((own) => ({
              ...own,
              title: 'Concept',
              hierarchyCode: '1',
            })),
            { maxLength: 1 },
          ),
          extensions,
        }),
        CFRubrics: fc.array(base('6f1b2c3d-0011-4a00-8a00-000000000011'), { maxLength: 1 }),
        extensions,
      }),
    );
  })
  .map(([required, optional]) => ({ ...required, ...optional }));

interface Wanted {
  /** Tags that texts are in. */
  readonly languages?: readonly string[];
  /** At most one parent. */
  readonly isTree?: boolean;
  /** What only Cairn's own JSON and CASE's extensions hold. */
  readonly isWhole?: boolean;
}

/** A framework that holds together. Without `isWhole`: of what a plain table holds. */
export function framework({ languages = ['en'], isTree = false, isWhole = false }: Wanted = {}) {
  const text = (content: fc.Arbitrary<string>) =>
    fc
      .tuple(content, ...languages.map(() => fc.option(content, { nil: undefined })))
      .map(([first, ...texts]) => {
        const said = languages.flatMap((tag, i) => {
          const one = i === 0 ? first : texts[i];
          return one === undefined ? [] : [[tag, one] as const];
        });
        return Object.fromEntries(said);
      });
  const competency = (id: string) =>
    fc.record(
      {
        id: fc.constant(id),
        code: fc.constant(`Code ${id}`),
        label: text(words),
        statement: text(words),
        kind: fc.constantFrom('knowledge', 'skill', 'behaviour', 'task', 'attitude', 'group'),
        context: text(words),
        validFor: fc.constantFrom('P24M', 'P1Y6M', 'P90D'),
        status: fc.constantFrom('draft', 'adopted', 'deprecated'),
        validFrom: fc.constant('2026-01-31'),
        validTo: fc.constant('2027-01-31'),
        uri,
        ...(isWhole
          ? {
              indicators: fc.array(
                fc.record({
                  id: fc.constant('i1'),
                  level: fc.constantFrom('competent', 'not-yet'),
                  text: text(words),
                  kind: fc.constantFrom('performance', 'knowledge'),
                }),
                { maxLength: 1 },
              ),
              lastChange: instant,
            }
          : {}),
      },
      { requiredKeys: ['id', 'code', 'label', 'statement', 'kind'] },
    );
  return fc
    .integer({ min: 1, max: 6 })
    .chain((count) => {
      const ids = Array.from({ length: count }, (_one, i) => `c${i}`);
      return fc.tuple(
        fc.tuple(...ids.map(competency)),
        fc.tuple(
          ...ids.map((_id, i) => fc.subarray(ids.slice(0, i), { maxLength: Math.min(i, isTree ? 1 : 3) })),
        ),
      );
    })
    .map(([competencies, parents]): Framework =>
      frameworkSchema.parse({
        id: 'port',
        title: { en: 'Port' },
        version: '1',
        language: 'en',
        scale: usualScale.id,
        scales: [usualScale],
        competencies,
        relations: parents.flatMap((above, i) =>
          above.map((destination) => ({ type: 'isChildOf', origin: `c${i}`, destination })),
        ),
      }),
    );
}
