// SPDX-License-Identifier: Apache-2.0
/** The wire between a sender and Cairn: it keeps what was sent and what became of it, and breaks when a test wants it to. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Sent {
  readonly body: string;
  /** What Cairn answered, whether the sender heard it or not; null: nothing. */
  readonly status: number | null;
}

export interface Wire {
  readonly url: string;
  readonly sent: readonly Sent[];
  /** The next answer does not reach the sender; before it is lost, this happens. */
  readonly loseNextAnswer: (meanwhile: () => Promise<unknown>) => void;
  readonly stop: () => Promise<void>;
}

export async function openWire(target: string): Promise<Wire> {
  const sent: Sent[] = [];
  let lost: (() => Promise<unknown>) | null = null;
  const server = createServer((request, response) => {
    const pass = async () => {
      const body = await text(request);
      const { 'content-type': type = '', authorization = '' } = request.headers;
      const version = String(request.headers['x-experience-api-version']);
      const answer = await fetch(`${target}${request.url}`, {
        method: request.method ?? 'POST',
        headers: { 'content-type': type, authorization, 'x-experience-api-version': version },
        body,
      }).catch(() => null);
      sent.push({ body, status: answer?.status ?? null });
      const meanwhile = lost;
      lost = null;
      await meanwhile?.();
      if (!answer || meanwhile) request.socket.destroy();
      else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    };
    pass().catch((error: unknown) => response.destroy(error as Error));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    loseNextAnswer: (meanwhile) => {
      lost = meanwhile;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
