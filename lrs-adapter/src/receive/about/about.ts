// SPDX-License-Identifier: Apache-2.0
/** GET /about: the versions spoken here (Communication 2.8). For anyone. */
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { sendJson } from '../answers.ts';
import { readParameters } from '../parameters.ts';

const none = z.strictObject({});
const versions = ['1.0.0', '1.0.1', '1.0.2', '1.0.3', '2.0.0'];

export const about: RequestHandler = (request, response) => {
  readParameters(request, none);
  sendJson(response, JSON.stringify({ version: versions }));
};
