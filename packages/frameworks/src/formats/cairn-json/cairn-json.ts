// SPDX-License-Identifier: Apache-2.0
/** Cairn's own JSON: the model as it is, without anything lost. */
import { parseFramework } from '../../parse-framework.ts';
import type { FrameworkFormat } from '../format.types.ts';

const isObject = (document: unknown): document is object =>
  typeof document === 'object' &&
  document !== null &&
  !Array.isArray(document) &&
  !(document instanceof Uint8Array);

export const cairnJson: FrameworkFormat = {
  id: 'cairn-json',
  title: 'Cairn JSON',
  mediaTypes: ['application/vnd.cairn.framework+json', 'application/json'],
  extension: 'json',
  content: 'json',
  detect: (document) => {
    if (!isObject(document)) return 0;
    // Any other object may still be meant as one: what is missing is then said.
    return 'competencies' in document && 'scales' in document ? 1 : 0.1;
  },
  parse: (document, { id } = {}) =>
    parseFramework(id === undefined || !isObject(document) ? document : { ...document, id }),
  write: (framework) => ({ document: framework, lost: [] }),
};
