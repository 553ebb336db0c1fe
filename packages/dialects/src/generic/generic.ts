// SPDX-License-Identifier: Apache-2.0
/** Plain xAPI: what the standard and the ADL vocabulary say, and nothing more. */
import type { Statement } from '@cairn/xapi';
import type { Dialect, NormalStatement, StatementKind } from '../dialect.types.ts';
import { noScore, readPlainly } from '../normal-statement.ts';

/** Last part of a verb → what it tells of. Vocabularies share these words under different addresses. */
const kindOfVerb: Readonly<Record<string, StatementKind>> = {
  passed: 'attempt',
  failed: 'attempt',
  mastered: 'attempt',
  scored: 'grading',
  answered: 'question',
  attempted: 'launch',
  launched: 'launch',
  initialized: 'launch',
  progressed: 'progress',
  completed: 'module-completion',
  submitted: 'submission',
  submit: 'submission',
  observed: 'observation',
  demonstrated: 'observation',
  attested: 'attestation',
  asserted: 'attestation',
  experienced: 'view',
  viewed: 'view',
  registered: 'enrolment',
  enrolled: 'enrolment',
  'logged-in': 'session',
  'logged-out': 'session',
  terminated: 'session',
};
const verbWord = (id: string) => /[^/#]+$/.exec(id)?.[0].toLowerCase() ?? '';

function kindOf({
  verb,
  activity,
  score,
}: Pick<NormalStatement, 'verb' | 'activity' | 'score'>): StatementKind {
  const kind = Object.hasOwn(kindOfVerb, verbWord(verb)) ? kindOfVerb[verbWord(verb)] : undefined;
  const type = verbWord(activity?.type ?? '');
  if (kind === 'module-completion' && type === 'course') return 'course-completion';
  if (kind === 'module-completion' && (score !== null || type === 'assessment')) return 'attempt';
  return kind ?? 'other';
}

/** passed and failed say success by their meaning, unless the result says otherwise (xAPI has no rule; both verbs are defined so by ADL). */
const successByVerb: Readonly<Record<string, boolean>> = { passed: true, mastered: true, failed: false };

export const generic: Dialect = {
  id: 'generic',
  version: 1,
  title: 'Generic xAPI',
  scaledRange: '0..1',
  recognise: () => 0.1,
  normalise: (statement, source) => {
    const plain = readPlainly(statement, source);
    const word = verbWord(plain.verb);
    const kind = kindOf(plain);
    return {
      ...plain,
      // A progress verb's score is how far somebody has got, not how well they did.
      ...(kind === 'progress' ? noScore : {}),
      dialect: 'generic@1',
      kind,
      success: plain.success ?? (Object.hasOwn(successByVerb, word) ? (successByVerb[word] ?? null) : null),
      completion: plain.completion ?? (word === 'completed' ? true : null),
      attempt: plain.registration,
    };
  },
  stableContent: ({
    id: _id,
    stored: _stored,
    authority: _authority,
    version: _version,
    ...content
  }: Statement) => content,
};
