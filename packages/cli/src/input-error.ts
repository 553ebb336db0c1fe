// SPDX-License-Identifier: Apache-2.0
/** Something given to a command is wrong; the message says what and where. */
export class InputError extends Error {}
