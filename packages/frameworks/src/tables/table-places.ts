// SPDX-License-Identifier: Apache-2.0
/** What is wrong with the framework that a table makes → the cells in which it is wrong. */
import type { FrameworkFault } from '../faults.ts';
import { findRings } from '../find-ring.ts';
import type { Column, ColumnField } from './columns.ts';
import type { Table } from './table.types.ts';

/** Where one competency stands. */
export interface Place {
  readonly line: number;
  readonly id: string;
  readonly code: string;
  /** It is named in this column of another row only. */
  readonly within?: ColumnField;
}
interface Edge {
  readonly origin: string;
  readonly destination: string;
}

/** Rings that are told of one table. */
const mostRings = 20;

/** What a field is read from where it has no column of its own. */
const instead: Readonly<Record<string, readonly ColumnField[]>> = {
  id: ['code', 'label', 'statement'],
  code: ['id', 'label', 'statement'],
  label: ['statement'],
  statement: ['label'],
};

export class TablePlaces {
  readonly #table: Table;
  readonly #columns: readonly Column[];
  /** By place of the competency in the framework. */
  readonly #places: readonly Place[];

  constructor(table: Table, columns: readonly Column[], places: readonly Place[]) {
    this.#table = table;
    this.#columns = columns;
    this.#places = places;
  }

  #cell(line: number, field: string, language?: string): string {
    const of = (name: string) => this.#columns.filter((one) => one.field === name);
    const [column] = [field, ...(instead[field] ?? [])].flatMap((name) => {
      const columns = of(name);
      return columns
        .filter((one) => one.language === language)
        .concat(columns)
        .slice(0, 1);
    });
    return this.#table.pointerOf(line, column?.index);
  }

  /** Faults of the model at `/competencies/12/label/en` → the cell; one that is said of code and id alike, once. */
  of(faults: readonly FrameworkFault[]): readonly FrameworkFault[] {
    const said = new Set<string>();
    return faults.flatMap((fault) => {
      const [, index = '', field = '', language] =
        /^\/competencies\/(\d+)(?:\/([^/]+)(?:\/([^/]+))?)?/.exec(fault.pointer) ?? [];
      const place = index === '' ? undefined : this.#places[Number(index)];
      if (!place) return [fault];
      const pointer = this.#cell(place.line, place.within ?? field, language);
      const key = `${pointer} ${fault.code}`;
      if (fault.code === 'ID_REPEATED' && said.has(key)) return [];
      said.add(key);
      return [{ ...fault, pointer }];
    });
  }

  /** Each ring of parents, at the parent of its first row. */
  rings(edges: readonly Edge[]): readonly FrameworkFault[] {
    // Of two with one id the first.
    const places = new Map(this.#places.toReversed().map((place) => [place.id, place]));
    return findRings(edges, mostRings).map((ring) => {
      const rows = ring.flatMap((id) => places.get(id) ?? []);
      const first = rows.reduce((least, one) => (one.line < least.line ? one : least));
      const lines = [...new Set(rows.map(({ line }) => line))].sort((a, b) => a - b);
      const codes = rows.map(({ code }) => code).join(' → ');
      return {
        pointer: this.#cell(first.line, 'parent'),
        code: 'RELATION_CYCLE',
        message: `Parents lead back to where they began: ${codes} (rows ${lines.join(', ')}). Give one of them another parent.`,
      };
    });
  }
}
