// SPDX-License-Identifier: Apache-2.0
import { dialectById } from '@cairn/dialects';
import { indexFrameworks } from '@cairn/frameworks';
import { describe, expect, test } from 'vitest';
import { compilePolicy, deriveEvidence, foldMastery, parseMapping, stateAt } from '../../../index.ts';
import { en, framework, policyOf } from '../../../testing/policy.ts';
import { moveOns } from './cmi5.ts';

const adl = 'http://adlnet.gov/expapi/verbs/';
const au = 'https://publisher.example/au/gangway';
type Sent = readonly [verb: string, result?: object];
const passed: Sent = [`${adl}passed`, { success: true, score: { scaled: 0.667 } }];
const passedPlainly: Sent = [`${adl}passed`, { success: true }];
const failed: Sent = [`${adl}failed`, { success: false, score: { scaled: 0.2 } }];
const completed: Sent = [`${adl}completed`, { completion: true }];
const waived: Sent = [
  'https://w3id.org/xapi/adl/verbs/waived',
  {
    success: true,
    completion: true,
    extensions: { 'https://w3id.org/xapi/cmi5/result/extensions/reason': 'Tested Out' },
  },
];
const launched: Sent = [`${adl}launched`];

function after(use: object, ...sent: readonly Sent[]) {
  const parsed = parseMapping(
    {
      title: en('M'),
      rules: [],
      use: [{ pack: 'cmi5', id: 'gangway', activity: au, competency: 'A', ...use }],
    },
    { frameworks: indexFrameworks([framework]), sources: [] },
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  expect(parsed.warnings).toEqual([]);
  expect(parsed.mapping).not.toHaveProperty('use');
  const compiled = compilePolicy({ ...policyOf([]), mapping: parsed.mapping });
  const evidence = sent.flatMap(([verb, result], i) => {
    const normal = dialectById('cmi5')?.normalise(
      {
        id: `st${i}`,
        actor: { account: { homePage: 'https://x.y', name: 'u' } },
        verb: { id: verb },
        // What the LMS calls it; the publisher's id is in the grouping.
        object: { id: 'https://lms.example/launch/77' },
        ...(result && { result }),
        context: {
          registration: '00000000-0000-4000-8000-000000000001',
          contextActivities: {
            grouping: [{ id: au }],
            category: [{ id: 'https://w3id.org/xapi/cmi5/context/categories/cmi5' }],
          },
        },
        timestamp: `2026-03-0${i + 1}T09:00:00Z`,
      },
      { id: 'lms', scaledRange: '0..1' },
    );
    return normal ? deriveEvidence(compiled, normal, { seq: i, recordedAt: i }) : [];
  });
  const context = compiled.mastery('A');
  if (!context) throw new Error('no competency');
  const { status, rank } = stateAt(foldMastery(evidence, context), Date.UTC(2026, 4));
  return `${status} ${rank}`;
}

describe('the pack for cmi5', () => {
  test.each<[string, object, readonly Sent[], string]>([
    ['Passed: a pass, whatever its score', { moveOn: 'Passed' }, [passed], 'proficient 3'],
    ['Passed: a pass without a score', { moveOn: 'Passed' }, [passedPlainly], 'proficient 4'],
    ['Passed: a failure', { moveOn: 'Passed' }, [failed], 'below 0'],
    ['Passed: a completion alone', { moveOn: 'Passed' }, [completed], 'unknown null'],
    ['Completed: a completion, without a level', { moveOn: 'Completed' }, [completed], 'unknown null'],
    ['Completed: a completion, with one', { moveOn: 'Completed', level: 'L1' }, [completed], 'below 1'],
    ['Completed: a pass alone', { moveOn: 'Completed', level: 'L1' }, [passed], 'unknown null'],
    ['CompletedAndPassed: a pass alone', { moveOn: 'CompletedAndPassed' }, [passed], 'unknown null'],
    ['CompletedAndPassed: a completion alone', { moveOn: 'CompletedAndPassed' }, [completed], 'unknown null'],
    ['CompletedAndPassed: both', { moveOn: 'CompletedAndPassed' }, [passed, completed], 'proficient 4'],
    [
      'CompletedAndPassed: both, with a level',
      { moveOn: 'CompletedAndPassed', level: 'L3' },
      [completed, passed],
      'proficient 3',
    ],
    ['CompletedOrPassed: a completion', { moveOn: 'CompletedOrPassed', level: 'L2' }, [completed], 'below 2'],
    ['CompletedOrPassed: a pass', { moveOn: 'CompletedOrPassed', level: 'L2' }, [passed], 'proficient 3'],
    ['with a cap', { moveOn: 'Passed', atMost: 'L2' }, [passedPlainly], 'below 2'],
  ])('%s', (_name, use, sent, expected) => expect(after(use, ...sent)).toBe(expected));

  test.each(moveOns)('%s: what the LMS waived is taken, a launch says nothing', (moveOn) => {
    expect(after({ moveOn }, waived)).toBe('proficient 4');
    expect(after({ moveOn }, launched)).toBe('unknown null');
  });
});
