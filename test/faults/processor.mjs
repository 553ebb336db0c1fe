// SPDX-License-Identifier: Apache-2.0
// A processor, to be killed.
import { startProcessor } from '../../packages/processor/dist/index.js';
import { openStore } from '../../packages/store/dist/index.js';

const store = await openStore({ uri: process.argv[2], database: process.argv[3] });
const say = (about, text) => void process.stderr.write(`${text} ${JSON.stringify(about)}\n`);
startProcessor({ store, log: { info: () => undefined, warn: () => undefined, error: say } });
process.stdout.write('ready\n');
