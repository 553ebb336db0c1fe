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

/** Tags after which a line ends. */
const breaks = new Set(['br', 'hr', '/p', '/div', '/li', '/tr', '/h1', '/h2', '/h3', '/h4', '/h5', '/h6']);

/** One way through, whatever it is given: what opens and never closes is text. */
function withoutTags(html: string): string {
  let text = '';
  let at = 0;
  for (let open = html.indexOf('<'); open >= 0; open = html.indexOf('<', at)) {
    const close = html.indexOf('>', open);
    if (close < 0) break;
    const [name = ''] = /^\/?[a-z][a-z0-9]*|^!/i.exec(html.slice(open + 1, open + 20)) ?? [];
    const isTag = name !== '';
    text += html.slice(at, isTag ? open : open + 1);
    if (breaks.has(name.toLowerCase())) text += '\n';
    at = isTag ? close + 1 : open + 1;
  }
  return text + html.slice(at);
}

export const htmlToText = (html: string): string => {
  // In HTML a line break is a space.
  const lines = html.split(/\r?\n/);
  const line = lines.length === 1 ? html : lines.map((one) => one.trim()).join(' ');
  return decoded(withoutTags(line))
    .replace(/\n{3,}/g, '\n\n')
    .trim();
};

export const textToHtml = (text: string): string =>
  text === ''
    ? ''
    : `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br />')}</p>`;
