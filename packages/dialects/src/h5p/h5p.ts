// SPDX-License-Identifier: Apache-2.0
/**
 * H5P content (its `H5P.XAPIEvent`): the whole and its parts send alike, so the part of a presentation must not pass for an
 * attempt, and `success` mostly means "every point", not "good enough".
 */
import { contextActivities, isActivity, type Statement } from '@cairn/xapi';
import type { Dialect, NormalStatement, ShownBy, StatementKind } from '../dialect.types.ts';
import { contentOf } from '../normal-statement.ts';
import { readByVocabulary, shownByOf } from '../vocabulary.ts';
import { wordOf } from '../words.ts';

const libraryPrefix = 'http://h5p.org/libraries/';
const localId = 'http://h5p.org/x-api/h5p-local-content-id';
const partId = 'http://h5p.org/x-api/h5p-subContentId';

/** The types that have a pass mark of their own; `success` of the whole says whether it was reached. */
const withPassMark: ReadonlySet<string> = new Set(['H5P.QuestionSet', 'H5P.SingleChoiceSet']);
/** The types in which somebody decides and sees what comes of it. */
const simulations: ReadonlySet<string> = new Set(['H5P.BranchingScenario', 'H5P.BranchingQuestion']);

/** "H5P.QuestionSet" of "http://h5p.org/libraries/H5P.QuestionSet-1.17"; null when no category says it. */
function libraryOf(statement: Statement): string | null {
  const category = contextActivities(statement, 'category').find(({ id }) => id.startsWith(libraryPrefix));
  return category ? category.id.slice(libraryPrefix.length).replace(/-[\d.]+$/, '') : null;
}

const hasExtension = ({ object }: Statement, key: string) =>
  isActivity(object) &&
  object.definition?.extensions !== undefined &&
  Object.hasOwn(object.definition.extensions, key);

type Reading = Omit<NormalStatement, 'dialect'>;

function kindOf({ verb, kind, score }: Reading, isPart: boolean): StatementKind {
  const word = wordOf(verb);
  if (word === 'interacted' || word === 'consumed') return 'view';
  if (word !== 'answered' && word !== 'completed') return kind;
  if (score === null && word === 'completed') return 'module-completion';
  return isPart ? 'question' : 'attempt';
}

function shownBy(
  library: string | null,
  { kind, completion, score }: Pick<NormalStatement, 'kind' | 'completion' | 'score'>,
): ShownBy | null {
  if (kind !== 'question' && kind !== 'attempt') return shownByOf({ kind, completion, type: null });
  if (score === null) return null;
  return simulations.has(library ?? '') ? 'simulation' : 'knowledge-test';
}

export const h5p: Dialect = {
  id: 'h5p',
  version: 1,
  title: 'H5P',
  scaledRange: '0..1',
  recognise: (statement) => (libraryOf(statement) !== null || hasExtension(statement, localId) ? 0.9 : 0),
  normalise: (statement, source) => {
    const plain = readByVocabulary(statement, source);
    const library = libraryOf(statement);
    const kind = kindOf(plain, hasExtension(statement, partId));
    const isTrusted = kind === 'question' || withPassMark.has(library ?? '');
    return {
      ...plain,
      dialect: 'h5p@1',
      kind,
      shownBy: shownBy(library, { ...plain, kind }),
      success: isTrusted ? plain.success : null,
    };
  },
  stableContent: contentOf,
};
