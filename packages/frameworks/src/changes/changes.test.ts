// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyChanges,
  caseFormat,
  csv,
  diffFrameworks,
  type Framework,
  type FrameworkDiff,
  frameworkSchema,
  type ImportDecisions,
  isSameFramework,
  likeness,
  planImport,
  usualScale,
} from '../index.ts';
import { casePackage, framework } from '../testing/arbitrary.ts';

const en = (text: string) => ({ en: text });

describe('a statement that was changed', () => {
  test.each([
    ['Rigs and checks a gangway', 'Rigs and checks the gangway.', 'same'],
    ['Rigs and checks a gangway', 'Checks and rigs gangways', 'same'],
    ['Isolates plant safely', 'Safely isolates the plant', 'same'],
    ['Prüft die Gangway vor Gebrauch', 'Überprüft die Gangway vor dem Gebrauch', 'same'],
    ['Isolates plant safely', 'Moors a ship', 'changed'],
    ['Works alone at night', 'Does not work alone at night', 'changed'],
    ['Lifts loads of up to 5 tonnes', 'Lifts loads of up to 50 tonnes', 'changed'],
    ['Darf allein arbeiten', 'Darf nicht allein arbeiten', 'changed'],
    ['', '', 'same'],
  ])('from "%s" to "%s" means: %s', (before, after, meaning) => {
    expect(likeness(en(before), en(after)).meaning).toBe(meaning);
  });
  test('into another language only, means the same', () => {
    expect(likeness(en('Rigs a gangway'), { de: 'Stellt eine Gangway' })).toMatchObject({
      meaning: 'same',
      because: 'another language',
    });
  });
});

const competency = (id: string, statement: string, more: object = {}) => ({
  id,
  code: id,
  label: en(id),
  statement: en(statement),
  kind: 'skill',
  ...more,
});
const port = frameworkSchema.parse({
  id: 'port',
  title: en('Port'),
  version: '1',
  scale: 'levels',
  scales: [{ ...usualScale, id: 'levels' }],
  competencies: [
    competency('quay', 'Work on the quay', { kind: 'group' }),
    competency('ship', 'Work on board', { kind: 'group' }),
    competency('gangway', 'Rigs and checks a gangway', {
      validFor: 'P24M',
      label: { en: 'Gangway', de: 'Gangway' },
      indicators: [{ id: 'i', level: 'competent', text: en('Checks the net'), kind: 'performance' }],
    }),
    competency('mooring', 'Moors a ship'),
    competency('radio', 'Speaks clearly over the radio'),
  ],
  relations: [
    { type: 'isChildOf', origin: 'gangway', destination: 'quay' },
    { type: 'isChildOf', origin: 'mooring', destination: 'quay' },
    { type: 'precedes', origin: 'mooring', destination: 'gangway' },
  ],
});
const file = `id,parent,label,statement
quay,,quay,Work on the quay
ship,,ship,Work on board
gangway,ship,Gangway,Rigs and checks the gangway
mooring,quay,mooring,Tows a barge upriver
crane,quay,crane,Runs a crane
`;
function importing(text: string, current: Framework = port, decisions: ImportDecisions = {}) {
  const read = csv.parse(text, { current });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  const plan = planImport(current, read, decisions);
  if (!plan.ok) throw new Error(JSON.stringify(plan.faults));
  return plan;
}
const short = ({ added, reworded, meaningChanged, moved, changed, removed }: FrameworkDiff) =>
  Object.fromEntries(
    Object.entries({ added, reworded, meaningChanged, moved, changed, removed }).map(([key, list]) => [
      key,
      list.map(({ id }) => id),
    ]),
  );
const find = ({ competencies }: Framework, id: string) => competencies.find((one) => one.id === id);

describe('an import', () => {
  test('is told as added, reworded, meaning changed, moved and removed', () => {
    const { diff } = importing(file);
    expect(short(diff)).toEqual({
      added: ['crane'],
      reworded: ['gangway'],
      meaningChanged: ['mooring'],
      moved: ['gangway'],
      changed: [],
      removed: ['radio'],
    });
    expect(diff.meaningChanged[0]).toMatchObject({ evidence: 'none', because: 'other words' });
    expect(diff.unchanged).toBe(2);
  });
  test('leaves what the file cannot speak of', () => {
    const { framework: next } = importing(file);
    expect(find(next, 'gangway')).toMatchObject({ validFor: 'P24M', indicators: [{ id: 'i' }] });
    expect(find(next, 'gangway')?.label).toEqual({ en: 'Gangway', de: 'Gangway' });
    expect(next.scales).toEqual(port.scales);
  });
  test('deprecates what the file leaves out, and takes it back when it comes again', () => {
    const { framework: next } = importing(file);
    expect(find(next, 'radio')?.status).toBe('deprecated');
    const { framework: again, diff } = importing(`${file}radio,,radio,Speaks clearly over the radio\n`, next);
    expect(find(again, 'radio')?.status).toBe('adopted');
    expect(short(diff).changed).toEqual(['radio']);
    const deleted = importing(file, port, { removed: 'delete' });
    expect([find(deleted.framework, 'radio'), deleted.diff.removed[0]?.isDeleted]).toEqual([undefined, true]);
  });
  test('gives what means something else an id of its own, the same when the file comes again', () => {
    const { framework: next } = importing(file, port, { evidence: 'carry-capped' });
    const [relation] = next.relations.filter(({ type }) => type === 'replacedBy');
    expect(relation).toMatchObject({ origin: 'mooring', evidence: 'carry-capped' });
    const heir = find(next, relation?.destination ?? '');
    expect(heir).toMatchObject({ statement: en('Tows a barge upriver'), code: 'mooring', status: 'adopted' });
    expect(find(next, 'mooring')).toMatchObject({ status: 'deprecated', code: 'mooring (replaced)' });
    expect(importing(file, next).framework).toEqual(next);
    expect(isSameFramework(importing(file, next).diff)).toBe(true);
  });
  test('follows what the administrator says of a meaning', () => {
    const same = importing(file, port, { reworded: ['mooring'], meaningChanged: ['gangway'] });
    expect([short(same.diff).reworded, short(same.diff).meaningChanged]).toEqual([['mooring'], ['gangway']]);
    expect(short(importing(file, port, { reworded: 'all' }).diff).meaningChanged).toEqual([]);
    const read = csv.parse(file, { current: port });
    expect(read.ok && planImport(port, read, { meaningChanged: ['nowhere'] })).toMatchObject({
      ok: false,
      faults: [{ code: 'COMPETENCY_UNKNOWN' }],
    });
  });
  test('of what was exported changes nothing, whatever it is', () => {
    fc.assert(
      fc.property(framework({ languages: ['en', 'de'], isWhole: true }), (value) => {
        const read = caseFormat.parse(
          JSON.parse(JSON.stringify(caseFormat.write(value, 'https://c.example').document)),
        );
        const plan = read.ok && planImport(value, read);
        expect(plan && plan.ok && { ...plan.diff, framework: [], changed: [] }).toMatchObject({
          added: [],
          reworded: [],
          meaningChanged: [],
          moved: [],
          removed: [],
        });
      }),
      { numRuns: 50 },
    );
  });
  test('of any package, twice, is the same once', () => {
    fc.assert(
      fc.property(casePackage, (value) => {
        const read = caseFormat.parse(value);
        if (!read.ok) throw new Error('refused');
        const again = planImport(read.framework, read);
        expect(again.ok && again.framework).toEqual(read.framework);
      }),
      { numRuns: 50 },
    );
  });
  test('of a package in which something means something else gives that an identifier of its own, for good', () => {
    fc.assert(
      fc.property(casePackage, (value) => {
        const before = caseFormat.parse(value);
        if (!before.ok) throw new Error('refused');
        const [first] = before.framework.competencies;
        const items = value.CFItems.map((one, i) =>
          i === 0 ? { ...one, fullStatement: 'Something else' } : one,
        );
        const after = caseFormat.parse({ ...value, CFItems: items });
        const plan = after.ok && planImport(before.framework, after, { meaningChanged: [first?.id ?? ''] });
        if (!after.ok || !plan || !plan.ok) throw new Error('refused');
        const heir = plan.framework.relations.find(
          ({ type, id }) => type === 'replacedBy' && id === undefined,
        );
        const out = JSON.parse(
          JSON.stringify(caseFormat.write(plan.framework, 'https://c.example').document),
        ) as typeof value;
        const read = caseFormat.parse(out);
        expect(read.ok ? [] : read.faults).toEqual([]);
        expect(heir?.origin).toBe(first?.id);
        // Whatever spoke of the old one in the file speaks of the new one; the old one keeps its place beside it.
        const ofFile = new Set(
          (value.CFAssociations ?? []).map(({ identifier }) => identifier.toLowerCase()),
        );
        const mentions = (out.CFAssociations ?? []).filter(
          ({ identifier, originNodeURI, destinationNodeURI }) =>
            ofFile.has(identifier.toLowerCase()) &&
            [originNodeURI, destinationNodeURI].some((end) => end.identifier.toLowerCase() === first?.id),
        );
        expect(mentions).toEqual([]);
        const again = planImport(plan.framework, after);
        expect(again.ok && again.framework).toEqual(plan.framework);
      }),
      { numRuns: 100 },
    );
  });
  test('of any package after any other keeps every competency that was there, and every new one', () => {
    fc.assert(
      fc.property(framework(), framework(), (before, after) => {
        const plan = planImport(before, { ok: true, framework: after });
        if (!plan.ok) throw new Error(JSON.stringify(plan.faults));
        const ids = new Set(plan.framework.competencies.map(({ id }) => id));
        expect(before.competencies.filter(({ id }) => !ids.has(id))).toEqual([]);
        const saying = ({ competencies }: Framework) =>
          competencies
            .filter(({ status }) => status !== 'deprecated')
            .map(({ statement }) => JSON.stringify(statement));
        const said = new Set(saying(plan.framework));
        expect(saying(after).filter((statement) => !said.has(statement))).toEqual([]);
        expect(diffFrameworks(plan.framework, plan.framework).unchanged).toBe(
          plan.framework.competencies.length,
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('what a file does not date', () => {
  const read = (text: string, current: Framework | null) => {
    const parsed = csv.parse(text, { id: 'port', current: current ?? undefined });
    const plan = parsed.ok && planImport(current, parsed, {}, Date.UTC(2026, 0, 1));
    if (!plan || !plan.ok) throw new Error('refused');
    return plan.framework;
  };
  test('is dated when it is otherwise, and only then', () => {
    const first = read(file, null);
    expect(new Set(first.competencies.map(({ lastChange }) => lastChange))).toEqual(
      new Set(['2026-01-01T00:00:00.000Z']),
    );
    const then = {
      ...first,
      competencies: first.competencies.map((one) => ({ ...one, lastChange: '2025-01-01T00:00:00Z' })),
    };
    const next = read(file.replace('the gangway', 'any gangway'), then);
    expect(
      next.competencies.filter((one) => one.lastChange !== '2025-01-01T00:00:00Z').map(({ id }) => id),
    ).toEqual(['gangway']);
    expect(read(file, then)).toEqual(then);
  });
});

describe('an administrator', () => {
  const now = Date.UTC(2026, 0, 1);
  const change = (...changes: readonly unknown[]) => applyChanges(port, changes, now);

  test('adds, changes, replaces, deprecates, removes and relates', () => {
    const changed = change(
      { op: 'addCompetency', competency: competency('crane', 'Runs a crane') },
      { op: 'addRelation', relation: { type: 'isChildOf', origin: 'crane', destination: 'quay' } },
      {
        op: 'changeCompetency',
        id: 'gangway',
        set: { statement: en('Rigs and checks gangways') },
        unset: ['validFor'],
      },
      {
        op: 'replaceCompetency',
        id: 'mooring',
        competency: competency('towing', 'Tows a barge'),
        evidence: 'carry',
      },
      { op: 'deprecateCompetency', id: 'radio' },
      { op: 'removeRelation', type: 'precedes', origin: 'mooring', destination: 'gangway' },
      { op: 'removeCompetency', id: 'ship' },
      { op: 'changeFramework', set: { version: '2' } },
    );
    if (!changed.ok) throw new Error(JSON.stringify(changed.faults));
    expect(short(changed.diff)).toEqual({
      added: ['crane'],
      reworded: ['gangway'],
      meaningChanged: ['mooring'],
      moved: [],
      changed: ['gangway'],
      removed: ['ship', 'radio'],
    });
    expect(changed.diff.framework).toEqual([{ field: 'version', before: '1', after: '2' }]);
    expect(changed.diff.relations.removed).toHaveLength(1);
    expect(changed.framework.relations).toContainEqual({
      type: 'isChildOf',
      origin: 'towing',
      destination: 'quay',
    });
    expect(find(changed.framework, 'gangway')).toMatchObject({ lastChange: '2026-01-01T00:00:00.000Z' });
  });
  test('is told of everything that is wrong, at its step', () => {
    const wrong = change(
      { op: 'changeCompetency', id: 'nowhere', set: {} },
      { op: 'addCompetency', competency: competency('radio', 'Again') },
      { op: 'removeRelation', type: 'precedes', origin: 'radio', destination: 'quay' },
    );
    expect(wrong.ok ? [] : wrong.faults.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/0/id COMPETENCY_UNKNOWN',
      '/1/competency/id ID_REPEATED',
      '/2/type RELATION_UNKNOWN',
    ]);
    expect(change({ op: 'dance' })).toMatchObject({ ok: false, faults: [{ pointer: '/0/op' }] });
  });
  test('cannot make a ring: it is named', () => {
    const wrong = change({
      op: 'addRelation',
      relation: { type: 'precedes', origin: 'gangway', destination: 'mooring' },
    });
    expect(wrong).toMatchObject({ ok: false, faults: [{ code: 'RELATION_CYCLE' }] });
    expect(wrong.ok ? '' : wrong.faults[0]?.message).toContain('mooring → gangway → mooring');
  });
  test('changes what goes out as CASE, and only that', () => {
    fc.assert(
      fc.property(casePackage, (value) => {
        const read = caseFormat.parse(value);
        if (!read.ok) throw new Error('refused');
        const [first] = read.framework.competencies;
        const set = { statement: { en: 'Said anew' }, label: { en: 'Anew' } };
        const changed = applyChanges(read.framework, [{ op: 'changeCompetency', id: first?.id, set }], now);
        if (!changed.ok) throw new Error(JSON.stringify(changed.faults));
        const { CFItems } = caseFormat.write(changed.framework, '').document as typeof value;
        expect(CFItems[0]).toMatchObject({ fullStatement: 'Said anew', abbreviatedStatement: 'Anew' });
        expect(JSON.parse(JSON.stringify(CFItems.slice(1)))).toEqual(
          JSON.parse(JSON.stringify(value.CFItems.slice(1))),
        );
      }),
      { numRuns: 50 },
    );
  });
});

test('twenty thousand competencies take about ten times as long as two thousand', () => {
  const table = (count: number, verb: string) =>
    `id,label,statement\n${Array.from({ length: count }, (_one, i) => `c${i},Competency ${i},${verb} the ${i}th thing with care`).join('\n')}\n`;
  const timeOf = (count: number) => {
    const started = performance.now();
    const before = csv.parse(table(count, 'Checks'), { id: 'large' });
    if (!before.ok) throw new Error('refused');
    const after = csv.parse(table(count, 'Checks and moors'), { id: 'large', current: before.framework });
    const plan = after.ok && planImport(before.framework, after);
    expect(plan && plan.ok && plan.diff.reworded.length).toBe(count);
    return performance.now() - started;
  };
  timeOf(2000);
  const small = Math.min(timeOf(2000), timeOf(2000), timeOf(2000));
  // Were anything quadratic, it would be a hundred times as long.
  expect(timeOf(20_000) / small).toBeLessThan(50);
}, 120_000);
