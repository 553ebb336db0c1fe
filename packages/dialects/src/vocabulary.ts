// SPDX-License-Identifier: Apache-2.0
/**
 * What the words of the ADL and TLA vocabularies say, whoever sends them: the generic dialect, and where the others begin.
 * A score of progress is how far somebody has got, never how well they did.
 */
import { isActivity, type Statement } from '@cairn/xapi';
import type { DialectSource, NormalStatement, ShownBy, StatementKind } from './dialect.types.ts';
import { readLearners } from './learners.ts';
import { noScore, type PlainStatement, readPlainly } from './normal-statement.ts';
import { wordOf } from './words.ts';

const kindOfVerb: Readonly<Record<string, StatementKind>> = {
  passed: 'attempt',
  failed: 'attempt',
  mastered: 'attempt',
  scored: 'grading',
  assessed: 'grading',
  evaluated: 'grading',
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
  validated: 'attestation',
  verified: 'attestation',
  conferred: 'attestation',
  certified: 'attestation',
  qualified: 'attestation',
  experienced: 'view',
  viewed: 'view',
  registered: 'enrolment',
  enrolled: 'enrolment',
  'logged-in': 'session',
  'logged-out': 'session',
  terminated: 'session',
};

/** passed and failed say success by their meaning, unless the result says otherwise (xAPI has no rule; both verbs are defined so by ADL). */
const successOfVerb: Readonly<Record<string, boolean>> = { passed: true, mastered: true, failed: false };

const shownByType: Readonly<Record<string, ShownBy>> = {
  assessment: 'knowledge-test',
  question: 'knowledge-test',
  interaction: 'knowledge-test',
  'cmi.interaction': 'knowledge-test',
  simulation: 'simulation',
  performance: 'performance',
};
const shownByKind: Readonly<Partial<Record<StatementKind, ShownBy>>> = {
  question: 'knowledge-test',
  observation: 'performance',
  attestation: 'attestation',
  'module-completion': 'completion',
  'course-completion': 'completion',
};

const own = <T>(table: Readonly<Record<string, T>>, key: string): T | null =>
  Object.hasOwn(table, key) ? (table[key] ?? null) : null;

type Shown = Pick<NormalStatement, 'kind' | 'completion'> & { readonly type: string | null };

/** What was judged is known by its activity's type, what was done by its kind; what is not complete shows nothing yet. */
export function shownByOf({ kind, type, completion }: Shown): ShownBy | null {
  if (kind === 'attempt' || kind === 'grading') return own(shownByType, wordOf(type ?? ''));
  const isCompletion = kind === 'module-completion' || kind === 'course-completion';
  if (isCompletion && completion === false) return null;
  if (kind === 'module-completion' && wordOf(type ?? '') === 'meeting') return 'attendance';
  return shownByKind[kind] ?? null;
}

function kindOf({
  verb,
  activity,
  score,
}: Pick<PlainStatement, 'verb' | 'activity' | 'score'>): StatementKind {
  const kind = own(kindOfVerb, wordOf(verb));
  const type = wordOf(activity?.type ?? '');
  if (kind === 'module-completion' && type === 'course') return 'course-completion';
  if (kind === 'module-completion' && (score !== null || type === 'assessment')) return 'attempt';
  return kind ?? 'other';
}

/** Where a learner is the object, what was judged is the competency among the groupings (Learner Competency Management profile). */
const judgedActivity = ({ activity, groupings }: PlainStatement) =>
  activity ?? groupings.find(({ type }) => wordOf(type ?? '') === 'competency') ?? null;

/** Questions on a scale of agreement ask for an opinion, not for knowledge. */
const isOpinion = ({ object }: Statement) =>
  isActivity(object) && object.definition?.interactionType === 'likert';

export function readByVocabulary(
  statement: Statement & { readonly id: string },
  source: DialectSource,
): Omit<NormalStatement, 'dialect'> {
  const plain = Object.assign(readPlainly(statement, source), readLearners(statement));
  const word = wordOf(plain.verb);
  const kind = kindOf(plain);
  const completion = plain.completion ?? (word === 'completed' ? true : null);
  const type = plain.activity?.type ?? null;
  const read = {
    activity: judgedActivity(plain),
    kind,
    shownBy: isOpinion(statement) ? null : shownByOf({ kind, type, completion }),
    success: plain.success ?? own(successOfVerb, word),
    completion,
    attempt: plain.registration,
  };
  return Object.assign(plain, kind === 'progress' ? noScore : {}, read);
}
