// SPDX-License-Identifier: Apache-2.0
/** Moodle's descriptions are HTML; Cairn's texts are plain. What is shown is kept, what only formats goes. */

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  hellip: '…',
  bdquo: '„',
  ldquo: '“',
  rdquo: '”',
};
const letterOf = (code: number, whole: string) =>
  code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : whole;

const decoded = (text: string) =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,6}));/gi, (whole, hex, decimal, name) => {
    if (typeof hex === 'string') return letterOf(Number.parseInt(hex, 16), whole);
    if (typeof decimal === 'string') return letterOf(Number(decimal), whole);
    return entities[String(name)] ?? whole;
  });

export const htmlToText = (html: string): string =>
  decoded(
    html
      .replace(/\s*\r?\n\s*/g, ' ')
      .replace(/<(?:br|hr)\b[^>]*>|<\/(?:p|div|li|h[1-6]|tr)\s*>/gi, '\n')
      .replace(/<\/?[a-z!][^>]*>/gi, ''),
  )
    .replace(/\n{3,}/g, '\n\n')
    .trim();

export const textToHtml = (text: string): string =>
  text === ''
    ? ''
    : `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br />')}</p>`;
