// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProblemError } from '../../problem-error.ts';
import { boundaryOf, parseMultipart } from './parse-multipart.ts';

const parse = (body: string | Buffer, boundary = 'B') =>
  parseMultipart(Buffer.from(body), boundary).map(({ headers, content }) => ({
    headers: Object.fromEntries(headers),
    content: content.toString('latin1'),
  }));
/** The parts, or the status of the refusal. */
function attempt(body: Buffer): readonly unknown[] | number {
  try {
    return parse(body);
  } catch (error) {
    if (error instanceof ProblemError) return error.status;
    throw error;
  }
}
const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array));
/** What is likely to be taken for a boundary. */
const trap = fc.constantFrom(
  '\r\n',
  '\n',
  '\r',
  '--',
  '--B',
  '--B-',
  '--BB',
  '\r\n--',
  '\r\n--Bx\r\n',
  ' --B--',
  ':',
);
/** Outside the contract: a sender chooses a boundary that its contents do not have. */
const hasBoundary = (one: Buffer) => /(^|\n)--B(--)?[ \t]*(\r?\n|\r?$)/.test(one.toString('latin1'));
const content = fc
  .array(
    fc.oneof(
      bytes,
      trap.map((text) => Buffer.from(text)),
    ),
    { maxLength: 6 },
  )
  .map((pieces) => Buffer.concat(pieces));

describe('whatever is in the parts', () => {
  const parts = fc.array(content, { minLength: 1, maxLength: 5 });
  test.each([
    ['CRLF', '\r\n'],
    ['LF', '\n'],
  ])('comes back byte by byte, with lines that end in %s', (_name, end) => {
    fc.assert(
      fc.property(parts, fc.constantFrom('', end), (contents, before) => {
        fc.pre(!contents.some(hasBoundary));
        const body = Buffer.concat([
          Buffer.from(before),
          ...contents.flatMap((one, i) => [
            Buffer.from(`--B${end}N:${i}${end}${end}`),
            one,
            Buffer.from(end),
          ]),
          Buffer.from(`--B--${end}`),
        ]);
        expect(parse(body)).toEqual(
          contents.map((one, i) => ({ headers: { n: String(i) }, content: one.toString('latin1') })),
        );
      }),
      { numRuns: 2000 },
    );
  });
  test('never anything but parts or a problem comes of it', () => {
    fc.assert(
      fc.property(content, (body) => {
        const outcome = attempt(body);
        expect(typeof outcome === 'number' ? [400, 413].includes(outcome) : outcome.length > 0).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('what senders really send is read', () => {
  test('Learning Locker without attachments: a line end first, none before the closing boundary, no space after the colon', () => {
    const boundary = 'zzzlearninglockerzzz';
    expect(boundaryOf(`multipart/mixed; charset=UTF-8; boundary=${boundary}`)).toBe(boundary);
    const body = `\r\n--${boundary}\r\nContent-Type:application/json\r\nContent-Length:2\r\n\r\n{"id":"ä"}--${boundary}--\r\n`;
    expect(parse(body, boundary)).toEqual([
      {
        headers: { 'content-type': 'application/json', 'content-length': '2' },
        content: Buffer.from('{"id":"ä"}').toString('latin1'),
      },
    ]);
  });
  test('a header that goes on in the next line, blanks behind a boundary, an epilogue', () => {
    expect(parse('--B  \r\nContent-Type: a/b;\r\n  c=d\r\n\r\nx\r\n--B--\r\nfarewell')).toEqual([
      { headers: { 'content-type': 'a/b; c=d' }, content: 'x' },
    ]);
  });
  test('a part of nothing, with and without headers', () => {
    expect(parse('--B\r\n\r\n\r\n--B\r\nA: b\r\n\r\n\r\n--B--')).toEqual([
      { headers: {}, content: '' },
      { headers: { a: 'b' }, content: '' },
    ]);
  });
  test.each([
    ['multipart/mixed; boundary="a b;c"', 'a b;c'],
    ['multipart/mixed;BOUNDARY=-------314159265358979323846', '-------314159265358979323846'],
  ])('%s', (header, boundary) => {
    expect(boundaryOf(header)).toBe(boundary);
  });
});

test.each([
  ['nothing', ''],
  ['no boundary first', 'Content-Type: application/json\r\n\r\n{}\r\n--B--'],
  ['another boundary', '--C\r\n\r\n{}\r\n--C--'],
  ['only the closing boundary', '--B--\r\n'],
  ['no closing boundary', '--B\r\n\r\n{}\r\n'],
  ['no end of headers', '--B\r\nA: b\r\n--B--\r\n'],
  ['a line that is no header', '--B\r\n{"id":1}\r\n\r\n\r\n--B--\r\n'],
  ['headers without end', `--B\r\nA: ${'x'.repeat(20_000)}\r\n\r\n\r\n--B--\r\n`],
  ['too many parts', `${'--B\r\n\r\n\r\n'.repeat(1001)}--B--`],
])('%s is refused with words', (_name, body) => {
  expect(() => parse(body)).toThrow(/.{20}/);
});
test.each([
  'multipart/mixed',
  'multipart/mixed;',
  'multipart/mixed; boundary=',
  'multipart/mixed; boundary=""',
])('"%s" names no boundary', (header) => {
  expect(() => boundaryOf(header)).toThrow(/boundary/);
});
