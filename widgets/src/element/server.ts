// SPDX-License-Identifier: Apache-2.0
/** Where the scripts came from is where Cairn is: `https://cairn.example.org/embed/…` → `https://cairn.example.org`. */
export const scriptServer: string = new URL('..', import.meta.url).href.replace(/\/$/, '');
