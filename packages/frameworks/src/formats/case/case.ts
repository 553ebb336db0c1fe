// SPDX-License-Identifier: Apache-2.0
/** 1EdTech CASE 1.1 packages, in and out without loss. */
import type { FrameworkFormat } from '../format.types.ts';
import { isFields } from './check-package.ts';
import { readPackage } from './read-package.ts';
import { writePackage } from './write-package.ts';

export const caseFormat: FrameworkFormat = {
  id: 'case',
  title: 'CASE 1.1',
  mediaTypes: ['application/vnd.ims.case.v1p1+json', 'application/json'],
  extension: 'json',
  content: 'json',
  detect: (document) => (isFields(document) && ('CFDocument' in document || 'CFItems' in document) ? 1 : 0),
  parse: (document, options = {}) => readPackage(document, options),
  write: (framework, url) => ({ document: writePackage(framework, url), lost: [] }),
};
