// SPDX-License-Identifier: Apache-2.0
/** GET live: server-sent events until the token runs out, the reader leaves or the server stops. */
import type { liveQuerySchema } from '@cairn/api/contract';
import type { z } from 'zod';
import { readablePerson } from '../auth/caller.ts';
import { callerOf, type Handler } from '../context.ts';

const pingMs = 15_000;
/** A reader who takes nothing any more is let go before it fills our memory. */
const mostWaitingBytes = 1 << 20;

export const live: Handler = async (context) => {
  const { response, services } = context;
  const caller = callerOf(context);
  const { person: wanted } = context.query as z.infer<typeof liveQuerySchema>;
  const person = await readablePerson(caller, wanted, services.store.people);

  const send = (event: string, data: unknown = {}) => {
    if (response.writableLength > mostWaitingBytes) response.destroy();
    else response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  response
    .status(200)
    .set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' })
    .flushHeaders();
  const end = () => {
    send('end');
    response.end();
  };
  const leave = services.hub.join(person.id, {
    onChange: (event) => send('mastery', event),
    onPolicy: () => send('policy'),
    onEnd: end,
  });
  const ping = setInterval(() => send('ping'), pingMs).unref();
  const over = setTimeout(end, Math.max(0, caller.until - Date.now())).unref();
  const leaveAll = () => {
    leave();
    clearInterval(ping);
    clearTimeout(over);
  };
  response.on('close', leaveAll);
  // Gone while we looked up who it is: the event has been.
  if (response.closed) leaveAll();
  send('ready');
  return undefined;
};
