// SPDX-License-Identifier: Apache-2.0
/** Rows of Moodle's framework CSV → framework. */
import { type FrameworkFault, refused } from '../../faults.ts';
import { idOf } from '../../ids.ts';
import { kindOfWord } from '../../kind-words.ts';
import { parseFramework } from '../../parse-framework.ts';
import type { Table } from '../../tables/table.types.ts';
import { scalesOf } from '../../usual-scale.ts';
import type { Holds, ReadFramework, ReadOptions } from '../format.types.ts';
import { htmlToText, textToHtml } from './html-text.ts';
import { readRule } from './moodle-rule.ts';
import { type MoodleRow, type MoodleRows, sortRows } from './moodle-rows.ts';
import { ScaleShelf } from './moodle-scale.ts';

const holds: Holds = {
  framework: ['id', 'title', 'description', 'scale', 'scales'],
  competency: ['code', 'label', 'statement', 'scale', 'rollUp', 'kept'],
  relations: ['isChildOf', 'isRelatedTo'],
};

const isHtml = ({ descriptionformat }: MoodleRow) => descriptionformat === '' || descriptionformat === '1';
const textOf = (row: MoodleRow) => (isHtml(row) ? htmlToText(row.description) : row.description.trim());

/** What writing it again would not give by itself. */
function keptOf(row: MoodleRow): Readonly<Record<string, string>> {
  const { description, descriptionformat, exportid } = row;
  return {
    ...(description === (isHtml(row) ? textToHtml(textOf(row)) : '')
      ? {}
      : { description, descriptionformat: descriptionformat || '1' }),
    ...(exportid === '' ? {} : { exportid }),
  };
}
const asKept = (kept: Readonly<Record<string, string>>) =>
  Object.keys(kept).length === 0 ? {} : { kept: { moodle: kept } };

class MoodleReader {
  readonly shelf = new ScaleShelf();
  readonly faults: FrameworkFault[] = [];
  readonly notes: FrameworkFault[] = [];
  readonly #rows: MoodleRows;
  readonly #table: Table;
  readonly #language: string;
  readonly #byExportId: ReadonlyMap<string, string>;
  readonly #byIdNumber: ReadonlyMap<string, string>;

  constructor(rows: MoodleRows, table: Table, language: string) {
    this.#rows = rows;
    this.#table = table;
    this.#language = language;
    const ids = rows.competencies.map((row) => ({ ...row, id: idOf(row.idnumber) }));
    this.#byIdNumber = new Map(ids.map(({ idnumber, id }) => [idnumber, id]));
    this.#byExportId = new Map(
      ids.filter(({ exportid }) => exportid !== '').map((row) => [row.exportid, row.id]),
    );
  }

  scaleOf({ scalevalues: values, scaleconfiguration: configuration, line }: MoodleRow): string | undefined {
    if (values === '' && configuration === '') return undefined;
    const pointer = this.#table.pointerOf(line);
    return this.shelf.add({ values, configuration, language: this.#language, pointer });
  }

  #rollUpOf(row: MoodleRow) {
    const read = readRule(row, (exportId) => this.#byExportId.get(exportId));
    if (read.ok) return read.rollUp;
    const pointer = this.#table.pointerOf(row.line);
    this.faults.push({ pointer, code: 'RULE', message: read.message });
    return undefined;
  }

  #kindOf({ idnumber }: MoodleRow) {
    const taxonomies = (this.#rows.framework?.taxonomies ?? '').split(',').map((word) => word.trim());
    const word = taxonomies[(this.#rows.depths.get(idnumber) ?? 1) - 1] ?? taxonomies.at(-1) ?? '';
    return kindOfWord(word) ?? 'skill';
  }

  competency(row: MoodleRow) {
    const scale = this.scaleOf(row);
    const rollUp = this.#rollUpOf(row);
    return {
      id: idOf(row.idnumber),
      code: row.idnumber,
      label: { [this.#language]: row.shortname },
      statement: { [this.#language]: textOf(row) || row.shortname },
      kind: this.#kindOf(row),
      ...(scale === undefined ? {} : { scale }),
      ...(rollUp === undefined ? {} : { rollUp }),
      ...asKept(keptOf(row)),
    };
  }

  relations(): readonly { type: string; origin: string; destination: string }[] {
    const related = new Set<string>();
    return this.#rows.competencies.flatMap((row) => {
      const origin = idOf(row.idnumber);
      const parent = this.#byIdNumber.get(row.parentidnumber);
      const others = row.relatedidnumbers
        .split(',')
        .map((one) => one.trim().replaceAll(/%2C/gi, ','))
        .filter((one) => one !== '');
      return [
        ...(parent === undefined ? [] : [{ type: 'isChildOf', origin, destination: parent }]),
        ...others.flatMap((other) => {
          const destination = this.#byIdNumber.get(other);
          if (destination === undefined) {
            this.notes.push({
              pointer: this.#table.pointerOf(row.line),
              code: 'REFERENCE_UNKNOWN',
              message: `The cross-reference to "${other}" leads nowhere and is left out.`,
            });
            return [];
          }
          // Each names the other: one relation.
          const pair = [origin, destination].sort().join('\n');
          if (related.has(pair) || origin === destination) return [];
          related.add(pair);
          return [{ type: 'isRelatedTo', origin, destination }];
        }),
      ];
    });
  }
}

/** Faults of the model at `/competencies/12/…` → the line. */
function placed(fault: FrameworkFault, rows: readonly MoodleRow[], table: Table): FrameworkFault {
  const [, index] = /^\/competencies\/(\d+)/.exec(fault.pointer) ?? [];
  const row = index === undefined ? undefined : rows[Number(index)];
  return row ? { ...fault, pointer: table.pointerOf(row.line) } : fault;
}

function frameworkWords(row: MoodleRow, id: string, language: string) {
  const { idnumber, taxonomies } = row;
  const description = textOf(row);
  const kept = {
    ...keptOf(row),
    ...(id === idnumber ? {} : { idnumber }),
    ...(taxonomies === '' ? {} : { taxonomies }),
  };
  return {
    id,
    title: { [language]: row.shortname },
    ...(description === '' ? {} : { description: { [language]: description } }),
    ...asKept(kept),
  };
}

export function readMoodle(table: Table, options: ReadOptions): ReadFramework {
  const rows = sortRows(table, options.columns);
  const row = rows.framework;
  if (!row) return refused(rows.faults);
  const language = options.language ?? options.current?.language ?? 'en';
  const reader = new MoodleReader(rows, table, language);
  const scale = reader.scaleOf(row);
  const competencies = rows.competencies.map((one) => reader.competency(one));
  const relations = reader.relations();
  const usual = scalesOf(options.current);
  const faults = [...rows.faults, ...reader.shelf.faults, ...reader.faults];
  if (competencies.length === 0)
    faults.push({
      pointer: '',
      code: 'TABLE_EMPTY',
      message: 'No row is a competency that hangs together with the framework.',
    });
  if (faults.length > 0) return refused(faults);
  const parsed = parseFramework({
    ...frameworkWords(row, options.id ?? idOf(row.idnumber), language),
    version: options.current?.version ?? '1',
    language,
    scale: scale ?? usual.scale,
    scales: scale === undefined ? [...usual.scales, ...reader.shelf.scales] : reader.shelf.scales,
    competencies,
    relations,
  });
  if (!parsed.ok) {
    const wrong = parsed.faults.map((fault) => placed(fault, rows.competencies, table));
    return refused(wrong, parsed.more);
  }
  // A file without a scale says nothing of scales.
  const ofFramework = holds.framework.filter((field) => scale !== undefined || !/^scales?$/.test(field));
  const notes = [...rows.notes, ...reader.notes];
  return { ...parsed, notes, holds: { ...holds, framework: ofFramework } };
}
