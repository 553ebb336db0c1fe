// SPDX-License-Identifier: Apache-2.0
/** Every format that frameworks come in and go out by, one line each. */
import { cairnJson } from './cairn-json/cairn-json.ts';
import { caseFormat } from './case/case.ts';
import { csv } from './csv/csv.ts';
import type { FrameworkFormat } from './format.types.ts';
import { moodleCsv } from './moodle-csv/moodle-csv.ts';
import { xlsx } from './xlsx/xlsx.ts';

export const formats = [
  cairnJson,
  caseFormat,
  moodleCsv,
  csv,
  xlsx,
] as const satisfies readonly FrameworkFormat[];

/** undefined: there is no such format. */
export const formatById = (id: string): FrameworkFormat | undefined =>
  formats.find((format) => format.id === id);
