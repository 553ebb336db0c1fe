// SPDX-License-Identifier: Apache-2.0
/** Configuration from the environment, read once; all faults are said together. */
import { schemaFaults } from '@cairn/frameworks';
import path from 'node:path';
import { z } from 'zod';

const signIn = z
  .string()
  .regex(/^[^:\s]+@[^:\s]+:.{12,200}$/, 'must be email:password, the password of 12 characters or more');
const pair = z.string().regex(/^[^:\s]+:\S{16,}$/, 'must be key:secret, the secret of 16 characters or more');

export const configSchema = z.object({
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
    .optional()
    .meta({ description: 'A replica set or sharded cluster; without it the embedded one' }),
  CAIRN_DATA: z
    .string()
    .min(1)
    .default('.cairn')
    .meta({ description: 'Folder of the embedded database and of generated secrets' }),
  CAIRN_HOST: z.string().min(1).default('127.0.0.1').meta({ description: 'Where it listens' }),
  CAIRN_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65_535)
    .default(8090)
    .meta({ description: 'Where it listens' }),
  CAIRN_URL: z
    .url()
    .optional()
    .meta({ description: 'The address that others see; by default from the two above' }),
  CAIRN_FIRST_SOURCE: pair
    .optional()
    .meta({ description: 'key:secret of a source with full rights, made when there is no source yet' }),
  CAIRN_FIRST_ADMIN: signIn
    .optional()
    .meta({ description: 'email:password of the first administrator, made when there is none yet' }),
  CAIRN_SECRET_KEY: z.string().min(32, 'must be of 32 characters or more').optional().meta({
    description:
      'Seals secrets that Cairn must use again; required with MONGODB_URI, else made and kept in CAIRN_DATA',
  }),
  CAIRN_FRAMEWORKS: z.enum(['private', 'public']).default('private').meta({
    description:
      'Who may read the frameworks as CASE: administrators and portals, or anyone. They name nobody',
  }),
  CAIRN_METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{16,}$/, 'must be of 16 letters, digits or . _ ~ + / = - or more')
    .optional()
    .meta({ description: 'Who sends it as bearer token may read /metrics; without it nobody may' }),
  CAIRN_LOG: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .meta({ description: 'Level of the log' }),
});

export interface Config {
  readonly mongodbUri: string | null;
  /** Absolute. */
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly url: string;
  readonly firstSource: string | null;
  readonly firstAdmin: string | null;
  /** null: kept in the data folder, beside the embedded database. */
  readonly secretKey: string | null;
  /** Anyone may read the frameworks as CASE. */
  readonly publicFrameworks: boolean;
  /** null: there are no metrics. */
  readonly metricsToken: string | null;
  readonly log: string;
}

export class ConfigError extends Error {}

function toConfig(given: z.output<typeof configSchema>): Config {
  const { MONGODB_URI, CAIRN_DATA, CAIRN_HOST, CAIRN_PORT, CAIRN_URL } = given;
  return {
    mongodbUri: MONGODB_URI ?? null,
    data: path.resolve(CAIRN_DATA),
    host: CAIRN_HOST,
    port: CAIRN_PORT,
    url: (CAIRN_URL ?? `http://${CAIRN_HOST}:${CAIRN_PORT}`).replace(/\/$/, ''),
    firstSource: given.CAIRN_FIRST_SOURCE ?? null,
    firstAdmin: given.CAIRN_FIRST_ADMIN ?? null,
    secretKey: given.CAIRN_SECRET_KEY ?? null,
    publicFrameworks: given.CAIRN_FRAMEWORKS === 'public',
    metricsToken: given.CAIRN_METRICS_TOKEN ?? null,
    log: given.CAIRN_LOG,
  };
}

/** Options of the command line go before the environment. @throws {ConfigError} with every fault, a line each. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  options: { readonly port?: string; readonly data?: string } = {},
): Config {
  const parsed = configSchema.safeParse({
    ...environment,
    ...(options.port === undefined ? {} : { CAIRN_PORT: options.port }),
    ...(options.data === undefined ? {} : { CAIRN_DATA: options.data }),
  });
  // Values are not repeated: some are secrets.
  const faults = [
    ...(parsed.error ? schemaFaults(parsed.error) : []).map(
      ({ pointer, message }) => `${pointer.slice(1)}: ${message}`,
    ),
    ...(environment['MONGODB_URI'] !== undefined && environment['CAIRN_SECRET_KEY'] === undefined
      ? ['CAIRN_SECRET_KEY: is required with MONGODB_URI: all programs on one database seal with one key']
      : []),
  ];
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults.join('\n'));
  return toConfig(parsed.data);
}
