// SPDX-License-Identifier: Apache-2.0
/**
 * cmi5 (AICC/ADL, "Quartz"): what its nine verbs mean, and the publisher's identifier, which outlives an LMS.
 * "cmi5 defined" statements follow the tables here; "cmi5 allowed" ones are the content's own and read by the vocabulary.
 */
import { contextActivities, type Statement } from '@cairn/xapi';
import type { Dialect, NormalStatement } from '../dialect.types.ts';
import { contentOf, noScore } from '../normal-statement.ts';
import { readByVocabulary } from '../vocabulary.ts';

const cmi5Category = 'https://w3id.org/xapi/cmi5/context/categories/cmi5';
const sessionId = 'https://w3id.org/xapi/cmi5/context/extensions/sessionid';
const courseType = 'https://w3id.org/xapi/cmi5/activitytype/course';
const blockType = 'https://w3id.org/xapi/cmi5/activitytype/block';

const adl = 'http://adlnet.gov/expapi/verbs';
const w3id = 'https://w3id.org/xapi/adl/verbs';

type Meaning = Pick<NormalStatement, 'kind' | 'shownBy' | 'success' | 'completion'>;
const nothingShown = { shownBy: null, success: null, completion: null } as const;

/** What each verb says by itself (cmi5 9.3, 9.5). By what a passed or failed activity was judged only its type can tell. */
const meaningOf: Readonly<Record<string, Meaning | Omit<Meaning, 'shownBy'>>> = {
  [`${adl}/launched`]: { kind: 'launch', ...nothingShown },
  [`${adl}/initialized`]: { kind: 'launch', ...nothingShown },
  [`${adl}/completed`]: { kind: 'module-completion', shownBy: 'completion', success: null, completion: true },
  [`${adl}/passed`]: { kind: 'attempt', success: true, completion: null },
  [`${adl}/failed`]: { kind: 'attempt', success: false, completion: null },
  [`${adl}/terminated`]: { kind: 'session', ...nothingShown },
  [`${w3id}/abandoned`]: { kind: 'session', ...nothingShown },
  // The LMS vouches for something that it did not see here; why is in the extension `reason`.
  [`${w3id}/waived`]: { kind: 'attestation', shownBy: 'attestation', success: true, completion: true },
  [`${w3id}/satisfied`]: {
    kind: 'module-completion',
    shownBy: 'completion',
    success: null,
    completion: true,
  },
};

type Reading = Omit<NormalStatement, 'dialect'>;

const isDefined = ({ categories, verb }: Pick<Reading, 'categories' | 'verb'>) =>
  categories.some(({ id }) => id === cmi5Category) && Object.hasOwn(meaningOf, verb);

/**
 * The publisher's id of the AU, block or course that a defined statement is about (cmi5 9.6.2.3): the one grouping of its sort.
 * Two of that sort: which is meant nobody says, so null. Allowed statements may be about a part of the AU: null too.
 */
function publisherId({ activity, groupings }: Reading): string | null {
  const sort = [courseType, blockType].find((type) => type === activity?.type) ?? null;
  const ofSort = groupings.filter(({ type }) =>
    sort === null ? type !== courseType && type !== blockType : type === sort,
  );
  const [only, ...more] = ofSort.length > 0 ? ofSort : groupings;
  return more.length === 0 ? (only?.id ?? null) : null;
}

function readDefined(plain: Reading): Reading {
  const meaning = meaningOf[plain.verb];
  if (!meaning) return plain;
  const isJudged = meaning.kind === 'attempt';
  const isContradicted =
    plain.success !== null && meaning.success !== null && plain.success !== meaning.success;
  return {
    ...plain,
    ...meaning,
    kind: plain.activity?.type === courseType && meaning.completion ? 'course-completion' : meaning.kind,
    // Only passed and failed may carry a score (9.5.1).
    ...(isJudged && !isContradicted ? {} : noScore),
    success: isContradicted ? null : meaning.success,
    stableActivity: publisherId(plain),
  };
}

function recognise({ context }: Statement, categories: readonly { readonly id: string }[]): number {
  if (categories.some(({ id }) => id === cmi5Category)) return 1;
  return context?.extensions && Object.hasOwn(context.extensions, sessionId) ? 0.95 : 0;
}

export const cmi5: Dialect = {
  id: 'cmi5',
  version: 1,
  title: 'cmi5',
  scaledRange: '0..1',
  recognise: (statement) => recognise(statement, contextActivities(statement, 'category')),
  normalise: (statement, source) => {
    const plain = readByVocabulary(statement, source);
    return { ...(isDefined(plain) ? readDefined(plain) : plain), dialect: 'cmi5@1' };
  },
  stableContent: contentOf,
};
