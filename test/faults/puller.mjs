// SPDX-License-Identifier: Apache-2.0
// What pulls from a remote LRS, to be killed: like the thread of "cairn start", with a lease that is soon over.
import { startPuller } from '../../lrs-adapter/dist/index.js';
import { openStore } from '../../packages/store/dist/index.js';

const store = await openStore({
  uri: process.argv[2],
  database: process.argv[3],
  secretKey: 'only for tests',
});
const say = (about, text) => void process.stderr.write(`${text} ${JSON.stringify(about)}\n`);
const log = { info: () => undefined, warn: say, error: say };
startPuller({ store, url: 'http://cairn.example', log, leaseMs: 500 });
