// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText, openDocument } from '../index.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const mark = [0xef, 0xbb, 0xbf];
const open = (bytes: Uint8Array) => openDocument(bytes, () => 'line 1');

describe('a text', () => {
  test('in UTF-8 is read as it is, with and without its mark', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const bytes = bytesOf(text);
        expect(decodeText(new Uint8Array([...mark, ...bytes]))).toEqual({ text, encoding: 'utf-8' });
        // A mark of its own is not part of it.
        expect(decodeText(bytes).text).toBe(text.replace(/^\uFEFF/, ''));
      }),
    );
  });
  test.each([
    ['in Windows-1252', []],
    ['in Windows-1252 behind a mark of UTF-8', mark],
  ])('%s is read, quotation marks and dashes too', (_name, before) => {
    // "Übung – „ruhig“ €" as that encoding writes it.
    const bytes = [0xdc, ...bytesOf('bung '), 0x96, 0x20, 0x84, ...bytesOf('ruhig'), 0x93, 0x20, 0x80];
    expect(decodeText(new Uint8Array([...before, ...bytes]))).toEqual({
      text: 'Übung – „ruhig“ €',
      encoding: 'windows-1252',
    });
  });
  test('in UTF-16 is read by its mark', () => {
    const little = [0xff, 0xfe, 0xdc, 0x00, 0x31, 0x00];
    const big = [0xfe, 0xff, 0x00, 0xdc, 0x00, 0x31];
    expect([little, big].map((bytes) => decodeText(new Uint8Array(bytes)).text)).toEqual(['Ü1', 'Ü1']);
  });
});

describe('a file', () => {
  test('is JSON, text or bytes, as it looks', () => {
    expect(open(bytesOf(' {"a": 1}'))).toMatchObject({ document: { a: 1 }, encoding: 'utf-8' });
    expect(open(bytesOf('a,b'))).toMatchObject({ document: 'a,b' });
    const packed = new Uint8Array([0x50, 0x4b, 3, 4, 0]);
    expect(open(packed)).toMatchObject({ document: packed, encoding: 'bytes' });
  });
  test('that is no JSON though it begins so, or empty, is refused with its place', () => {
    expect(open(bytesOf('{"a": }'))).toMatchObject({
      ok: false,
      faults: [{ code: 'JSON', message: expect.stringContaining('at line 1') as string }],
    });
    expect(open(new Uint8Array())).toMatchObject({ ok: false, faults: [{ code: 'FILE_EMPTY' }] });
  });
});
