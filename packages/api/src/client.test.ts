// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClient } from './client.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A stream that begins and then says nothing, until it is given up. */
function silentServer(): void {
  const begin = (controller: ReadableStreamDefaultController<Uint8Array>, signal: AbortSignal) => {
    controller.enqueue(new TextEncoder().encode('event: ready\ndata: {}\n\n'));
    signal.addEventListener('abort', () => controller.error(signal.reason));
  };
  vi.stubGlobal('fetch', (_address: string, { signal }: { signal: AbortSignal }) =>
    Promise.resolve(
      new Response(new ReadableStream<Uint8Array>({ start: (controller) => begin(controller, signal) })),
    ),
  );
}
const handlers = () => ({
  onReady: vi.fn<() => void>(),
  onChange: () => undefined,
  onPolicy: () => undefined,
});
const client = () =>
  createClient({ server: 'https://cairn.example', getToken: () => Promise.resolve('token') });

test('a stream that falls silent is broken, not ended', async () => {
  silentServer();
  const said = handlers();
  const end = client()
    .live('me', said, new AbortController().signal)
    .then(
      () => 'ended',
      (error: unknown) => String(error),
    );
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await end).toMatch(/nothing was heard/);
  expect(said.onReady).toHaveBeenCalledOnce();
});

test('who leaves by themselves is told of nothing', async () => {
  silentServer();
  const leaving = new AbortController();
  const end = client().live('me', handlers(), leaving.signal);
  await vi.advanceTimersByTimeAsync(1000);
  leaving.abort();
  await expect(end).resolves.toBeUndefined();
});
