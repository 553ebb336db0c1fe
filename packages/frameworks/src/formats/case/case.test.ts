// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { caseFormat } from './case.ts';

/** Domain notes §10, "CASE 1.1 JSON". */
const example = {
  CFDocument: {
    identifier: '6f1b2c3d-0001-4a00-8a00-000000000001',
    uri: 'https://ex.org/f/1',
    creator: 'Ex',
    title: 'Safety',
    caseVersion: '1.1',
    lastChangeDateTime: '2026-01-01T00:00:00Z',
  },
  CFItems: [
    {
      identifier: '6f1b2c3d-0002-4a00-8a00-000000000002',
      uri: 'https://ex.org/i/2',
      fullStatement: 'Isolates plant safely',
      humanCodingScheme: 'S.1',
      CFItemType: 'Competency',
      lastChangeDateTime: '2026-01-01T00:00:00Z',
    },
  ],
  CFAssociations: [
    {
      identifier: '6f1b2c3d-0003-4a00-8a00-000000000003',
      uri: 'https://ex.org/a/3',
      associationType: 'isChildOf',
      sequenceNumber: 1,
      lastChangeDateTime: '2026-01-01T00:00:00Z',
      originNodeURI: {
        title: 'S.1',
        identifier: '6f1b2c3d-0002-4a00-8a00-000000000002',
        uri: 'https://ex.org/i/2',
      },
      destinationNodeURI: {
        title: 'Safety',
        identifier: '6f1b2c3d-0001-4a00-8a00-000000000001',
        uri: 'https://ex.org/f/1',
      },
    },
  ],
};
const [item] = example.CFItems;
const read = (value: unknown) => {
  const parsed = caseFormat.parse(value);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.framework;
};
const faults = (value: unknown) => {
  const parsed = caseFormat.parse(value);
  return parsed.ok ? [] : parsed.faults.map(({ pointer, code }) => `${pointer} ${code}`);
};

test('the example of a package is read, and goes out as it came', () => {
  const framework = read(example);
  expect(framework.competencies).toMatchObject([
    { code: 'S.1', kind: 'skill', statement: { en: 'Isolates plant safely' } },
  ]);
  expect(framework.relations).toMatchObject([{ type: 'isChildOf', destination: framework.id, sequence: 1 }]);
  expect(JSON.parse(JSON.stringify(caseFormat.write(framework, '').document))).toEqual(example);
});

describe('a package is refused', () => {
  test.each([
    [
      'with a UUID of version 7',
      { CFItems: [{ ...item, identifier: '019af3c2-0002-7a00-8a00-000000000002' }] },
    ],
    ['with no UUID', { CFItems: [{ ...item, identifier: 'S.1' }] }],
  ])('%s as identifier', (_name, more) => {
    expect(faults({ ...example, ...more, CFAssociations: [] })).toEqual([
      '/CFItems/0/identifier INVALID_FORMAT',
    ]);
  });
  test('with a property that CASE does not know, and not with the same in its extensions', () => {
    expect(faults({ ...example, CFItems: [{ ...item, colour: 'red' }] })).toEqual([
      '/CFItems/0/colour UNRECOGNIZED_KEYS',
    ]);
    expect(faults({ ...example, CFItems: [{ ...item, extensions: { colour: 'red' } }] })).toEqual([]);
  });
  test('with a ring of its items, which is named', () => {
    const [first] = example.CFAssociations;
    const self = { ...first, destinationNodeURI: first?.originNodeURI };
    const parsed = caseFormat.parse({ ...example, CFAssociations: [self] });
    expect(parsed).toMatchObject({
      ok: false,
      faults: [
        {
          code: 'RELATION_CYCLE',
          message: expect.stringContaining('S.1 (6f1b') as string,
          pointer: '/CFAssociations',
        },
      ],
    });
  });
  test('with a ring beside what cannot be read', () => {
    const [first] = example.CFAssociations;
    const self = { ...first, destinationNodeURI: first?.originNodeURI };
    const { fullStatement: _text, ...wordless } = item ?? {};
    expect(faults({ ...example, CFItems: [wordless], CFAssociations: [self] })).toEqual([
      '/CFItems/0/fullStatement INVALID_TYPE',
      '/CFAssociations RELATION_CYCLE',
    ]);
  });
  test('with everything at once: 200 faults are listed, the others counted', () => {
    const CFItems = Array.from({ length: 3000 }, (_one, i) => ({ ...item, fullStatement: i }));
    const parsed = caseFormat.parse({ ...example, CFItems });
    // Each statement is no text, and every identifier but the first stands twice.
    expect(parsed.ok ? null : [parsed.faults.length, parsed.more]).toEqual([200, 3000 + 2999 - 200]);
  });
  test('with an extension of Cairn’s that is not what it writes', () => {
    const CFItems = [{ ...item, extensions: { cairn: { validFor: 'soon' } } }];
    expect(faults({ ...example, CFItems })).toEqual(['/CFItems/0/extensions/cairn/validFor INVALID_FORMAT']);
  });
});

test('what is enriched here goes out beside what came, and comes in again elsewhere', () => {
  const came = { ...example, CFItems: [{ ...item, extensions: { vendor: 1 } }] };
  const framework = read(came);
  const enriched = {
    ...framework,
    competencies: framework.competencies.map((one) => ({
      ...one,
      validFor: 'P24M',
      context: { en: 'At night' },
    })),
  };
  const out: unknown = JSON.parse(JSON.stringify(caseFormat.write(enriched, '').document));
  expect(out).toMatchObject({
    CFItems: [{ extensions: { vendor: 1, cairn: { validFor: 'P24M', context: { en: 'At night' } } } }],
  });
  expect(read(out).competencies).toEqual(enriched.competencies);
});
