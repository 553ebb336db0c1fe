// SPDX-License-Identifier: Apache-2.0
import { indexFrameworks } from '@cairn/frameworks';
import { expect, test } from 'vitest';
import {
  compilePolicy,
  foldForRole,
  foldMastery,
  mappingSchema,
  masteryFaults,
  models,
  nextShownChange,
  parseDraft,
  stateAt,
} from '../index.ts';
import { en, framework, piece, policyOf } from '../testing/policy.ts';

const index = indexFrameworks([framework]);
const mapping = (more: object) => mappingSchema.parse({ title: en('M'), rules: [], ...more });
const faults = (more: object, frameworks = index) =>
  masteryFaults(mapping(more), frameworks).map(({ pointer, code }) => [pointer, code]);

test('a model that is not there, wrong parameters and unknown places are told at once, each with its place', () => {
  expect(
    faults({
      model: { model: 'average', parameters: { weight: 1 } },
      models: { A: { model: 'guess' }, nowhere: { model: 'latest' } },
      frameworkModels: { g: { model: 'latest' }, f: { model: 'n-of-mastery', parameters: { n: 11 } } },
      requirements: { boss: { A: { model: { model: 'any', parameters: { by: 'luck' } } }, nowhere: {} } },
      times: { nowhere: { noticeDays: 3 } },
    }),
  ).toEqual([
    ['/model/parameters', 'MODEL_PARAMETER_INVALID'],
    ['/frameworkModels/g', 'FRAMEWORK_UNKNOWN'],
    ['/frameworkModels/f/parameters/n', 'MODEL_PARAMETER_INVALID'],
    ['/models/A/model', 'MODEL_UNKNOWN'],
    ['/models/nowhere', 'COMPETENCY_UNKNOWN'],
    ['/requirements/boss/A/model/parameters/by', 'MODEL_PARAMETER_INVALID'],
    ['/requirements/boss/nowhere', 'COMPETENCY_UNKNOWN'],
    ['/times/nowhere', 'COMPETENCY_UNKNOWN'],
  ]);
});
test('a level that a composed model names must be on the scale of every competency that it reads', () => {
  const composed = { model: 'composed', parameters: { requires: { kinds: ['observation'], level: 'L9' } } };
  expect(faults({ models: { A: composed } })).toEqual([['/models/A/parameters', 'LEVEL_UNKNOWN']]);
});
test('a model that calculates with scores needs a scale that has some', () => {
  const scales = framework.scales.map((scale) => ({
    ...scale,
    levels: scale.levels.map(({ minScore: _minScore, ...level }) => level),
  }));
  const without = indexFrameworks([{ ...framework, scales }]);
  const refused = models.filter(({ id }) =>
    faults({ models: { A: { model: id } } }, without).some(([, code]) => code === 'SCALE_WITHOUT_SCORES'),
  );
  expect(refused.map(({ id }) => id)).toEqual([
    'average',
    'n-of-mastery',
    'weighted-average',
    'decaying-average',
    'beta-bernoulli',
    'recency-weighted',
  ]);
});

test('a setting for a role that is not there, or for what it does not require, is told with its place', () => {
  const input = (requirements: object) => ({
    timeZone: 'UTC',
    frameworks: [framework],
    roles: [{ id: 'pilot', title: en('Pilot'), requirements: [{ competency: 'A', level: 'L3' }] }],
    mapping: { title: en('M'), rules: [], requirements },
  });
  const told = (requirements: object) => {
    const parsed = parseDraft(input(requirements), []);
    return parsed.ok ? [] : parsed.faults.map(({ pointer, code }) => [pointer, code]);
  };
  expect(told({ pilot: { A: { validFor: 'P1Y' } } })).toEqual([]);
  expect(told({ pilot: { B: { validFor: 'P1Y' } }, nobody: {} })).toEqual([
    ['/mapping/requirements/pilot/B', 'REQUIREMENT_UNKNOWN'],
    ['/mapping/requirements/nobody', 'ROLE_UNKNOWN'],
  ]);
});

test('a competency has its own model before that of its framework, and that before the mapping’s', () => {
  const modelOf = (more: object) =>
    compilePolicy({ ...policyOf([]), mapping: mapping({ model: { model: 'latest' }, ...more }) }).mastery('A')
      ?.model.id;
  const frameworkModels = { f: { model: 'average' } };
  expect(modelOf({})).toBe('latest');
  expect(modelOf({ frameworkModels })).toBe('average');
  expect(modelOf({ frameworkModels, models: { A: { model: 'highest' } } })).toBe('highest');
});

test('a role may read a requirement by another model, and for a shorter time', () => {
  const requirements = { pilot: { A: { model: { model: 'highest' }, validFor: 'P6M' } } };
  const compiled = compilePolicy({ ...policyOf([]), timeZone: 'UTC', mapping: mapping({ requirements }) });
  const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
  const evidence = [
    piece('best', { occurredAt: at('2026-01-10'), value: 0.95, validTo: at('2028-01-01') }),
    piece('last', { occurredAt: at('2026-03-01'), value: 0.55, seq: 1 }),
  ];
  const context = compiled.mastery('A');
  const own = context && foldMastery(evidence, context);
  const ofRole = foldForRole(compiled, 'pilot', 'A', evidence);
  expect(own && stateAt(own, at('2026-04-01')).rank).toBe(2);
  expect(ofRole && stateAt(ofRole, at('2026-04-01')).rank).toBe(4);
  expect(ofRole && stateAt(ofRole, at('2026-07-11')).rank).toBe(2);
  expect(ofRole && stateAt(ofRole, at('2026-09-02')).status).toBe('expired');
  // The role's shorter validity ends before anything else of it does, and open pages hear of it.
  const shown = own && { evidence, timeline: own };
  expect(shown && nextShownChange(compiled, 'A', shown, at('2026-04-01'))).toBe(at('2026-07-11'));
  expect([foldForRole(compiled, 'pilot', 'B', []), foldForRole(compiled, 'deckhand', 'A', [])]).toEqual([
    null,
    null,
  ]);
});
