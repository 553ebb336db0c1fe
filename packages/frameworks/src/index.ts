// SPDX-License-Identifier: Apache-2.0
/** Competency frameworks, scales and role profiles. Pure. */
export * from './documents/decode-text.ts';
export * from './faults.ts';
export type * from './formats/format.types.ts';
export * from './formats/read-framework.ts';
export * from './formats/registry.ts';
export * from './framework-index.ts';
export * from './framework.schema.ts';
export * from './parse-framework.ts';
export { readCsvTable } from './tables/csv-table.ts';
export type * from './tables/table.types.ts';
export { readWorkbookParts, readXml, WorkbookError } from './tables/workbook-parts.ts';
export { writeXlsx } from './tables/write-xlsx.ts';
export { columnName, readXlsxTable } from './tables/xlsx-table.ts';
