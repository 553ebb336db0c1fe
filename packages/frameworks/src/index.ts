// SPDX-License-Identifier: Apache-2.0
/** Competency frameworks, scales and role profiles. Pure. */
export * from './documents/decode-text.ts';
export * from './documents/open-document.ts';
export * from './faults.ts';
export type { CfAssociation, CfDocument, CfItem, CfPackage } from './formats/case/case.schema.ts';
export { caseFormat } from './formats/case/case.ts';
export { CaseWriter } from './formats/case/case-writer.ts';
export { writePackage } from './formats/case/write-package.ts';
export { csv } from './formats/csv/csv.ts';
export type * from './formats/format.types.ts';
export * from './formats/read-framework.ts';
export * from './formats/registry.ts';
export * from './framework-index.ts';
export * from './framework.schema.ts';
export * from './ids.ts';
export * from './parse-framework.ts';
export * from './same-value.ts';
export * from './usual-scale.ts';
export * from './changes/apply-changes.ts';
export * from './changes/change.schema.ts';
export * from './changes/diff-frameworks.ts';
export * from './changes/meaning.ts';
export * from './changes/plan-import.ts';
export { readCsvTable, writeCsv } from './tables/csv-table.ts';
export type * from './tables/table.types.ts';
export { readWorkbookParts, readXml } from './tables/workbook-parts.ts';
export { writeXlsx } from './tables/write-xlsx.ts';
export { readXlsxTable } from './tables/xlsx-table.ts';
