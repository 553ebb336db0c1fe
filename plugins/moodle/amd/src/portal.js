// This file is part of Moodle - http://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

/**
 * Puts an element of Cairn's into its place, and gives it tokens. Whatever goes wrong stays in the block.
 *
 * @module    block_cairn/portal
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

import {call} from 'core/ajax';
import {enhance} from 'core/form-autocomplete';
import {get_string as getString} from 'core/str';

/** How long an element may take to be there, in ms, before that is said. */
const PATIENCE = 20000;

/** Pauses between tries, in ms: the first, doubled each time, and the longest. */
const FIRST_PAUSE = 5000;
const LONGEST_PAUSE = 60000;

/** What is said instead of an element, by what Moodle calls the fault. */
const WORDS = {
    notyours: 'notyours',
    notsetup: 'notsetup',
    noidentifier: 'noidentifier',
    servicerequireslogin: 'signedout',
    requireloginerror: 'signedout',
    invalidsesskey: 'signedout',
    script: 'unreachable',
    slow: 'unreachable',
};

/** What may be over the next time. */
const PASSING = ['unreachable', 'failed'];

/** What each block is to show: a mark of its own for each time that somebody is chosen. */
const wanted = new Map();

/** Of each person that the page shows: what tokens come from. One for all blocks, so that they share one connection. */
const sources = new Map();

/** How often each script was asked for: an address that failed once is not asked again by the browser. */
const tries = new Map();

/** Scripts that are there, or on their way. */
const scripts = new Map();

/**
 * A token from this site. It is asked for so that it keeps nobody signed in whose page is only left open, and sends nobody away to
 * sign in who is reading another part of it.
 *
 * @param {Number} contextid
 * @param {Number} userid
 * @param {Boolean} isfresh the one before was refused or ran out
 * @returns {Promise<Object>}
 */
const askForToken = (contextid, userid, isfresh) => {
    const request = {methodname: 'block_cairn_get_token', args: {contextid, userid, isfresh}};
    return Promise.resolve(call([request], true, true, true)[0]);
};

/**
 * Where the tokens for one person come from.
 *
 * @param {Number} contextid
 * @param {Number} userid 0: the signed-in user
 * @returns {Object} first: a promise of the first token and what it is for; getToken: for the element
 */
const sourceOf = (contextid, userid) => {
    const key = contextid + ' ' + userid;
    if (!sources.has(key)) {
        const first = askForToken(contextid, userid, false);
        first.catch(() => sources.delete(key));
        let isTaken = false;
        sources.set(key, {
            first,
            getToken: async() => {
                const {token} = await (isTaken ? askForToken(contextid, userid, true) : first);
                isTaken = true;
                return token;
            },
        });
    }
    return sources.get(key);
};

/**
 * Brings the script that defines the elements.
 *
 * @param {String} url
 * @param {String} integrity hash of it; empty: any
 * @returns {Promise<void>}
 */
const loadScript = (url, integrity) => {
    if (!scripts.has(url)) {
        const count = tries.get(url) || 0;
        tries.set(url, count + 1);
        scripts.set(url, new Promise((resolve, reject) => {
            const script = document.createElement('script');
            const address = new URL(url, document.baseURI);
            if (count > 0) {
                address.searchParams.set('try', count);
            }
            script.type = 'module';
            script.src = address.href;
            script.crossOrigin = 'anonymous';
            if (integrity) {
                script.integrity = integrity;
            }
            script.addEventListener('load', () => resolve());
            script.addEventListener('error', () => {
                script.remove();
                scripts.delete(url);
                reject({errorcode: 'script'});
            });
            document.head.append(script);
        }));
    }
    return scripts.get(url);
};

/**
 * Waits until an element is defined, but not for ever.
 *
 * @param {String} tag
 * @returns {Promise<void>}
 */
const definition = (tag) => new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject({errorcode: 'slow'}), PATIENCE);
    customElements.whenDefined(tag).then(() => {
        clearTimeout(timer);
        return resolve();
    }).catch(reject);
});

/**
 * Says what is the matter.
 *
 * @param {HTMLElement} root of the block
 * @param {String} word key of what to say; empty: nothing is the matter
 * @param {Function|null} again what a button does; null: there is none
 */
const say = async(root, word, again) => {
    const notice = root.querySelector('.block_cairn-notice');
    if (!word) {
        notice.replaceChildren();
        return;
    }
    const [text, label] = await Promise.all([getString(word, 'block_cairn'), getString('tryagain', 'block_cairn')]);
    const paragraph = document.createElement('p');
    paragraph.textContent = text;
    notice.replaceChildren(paragraph);
    if (again) {
        const button = document.createElement('button');
        button.type = 'button';
        button.className = 'btn btn-secondary btn-sm';
        button.textContent = label;
        button.addEventListener('click', again);
        notice.append(button);
    }
};

/**
 * Puts the element of one person in its place.
 *
 * @param {HTMLElement} root of the block
 * @param {Number} userid 0: the signed-in user
 * @param {Function} isWanted whether it is still to be shown
 */
const place = async(root, userid, isWanted) => {
    const {contextId, tag, attributes, server, script, integrity} = root.dataset;
    const source = sourceOf(Number(contextId), userid);
    const [{person}] = await Promise.all([source.first, loadScript(script, integrity)]);
    if (!isWanted()) {
        return;
    }
    const element = document.createElement(tag);
    Object.entries(JSON.parse(attributes)).forEach(([name, value]) => element.setAttribute(name, value));
    element.setAttribute('server', server);
    element.setAttribute('person', person);
    element.getToken = source.getToken;
    // The loader looks for what the page has; only then is the element defined.
    root.querySelector('.block_cairn-place').replaceChildren(element);
    await definition(tag);
};

/**
 * Shows one person.
 *
 * @param {HTMLElement} root of the block
 * @param {Number} userid 0: the signed-in user
 * @param {Number} count how often it was tried before
 */
const show = async(root, userid, count = 0) => {
    // Somebody else may be chosen while this is on its way.
    const asked = {};
    wanted.set(root, asked);
    const isWanted = () => wanted.get(root) === asked && root.isConnected;
    try {
        await place(root, userid, isWanted);
        if (isWanted()) {
            await say(root, '', null);
        }
    } catch (fault) {
        if (!isWanted()) {
            return;
        }
        const word = WORDS[fault && fault.errorcode] || 'failed';
        const isPassing = PASSING.includes(word);
        const again = () => {
            if (isWanted()) {
                show(root, userid, count + 1).catch(() => null);
            }
        };
        if (isPassing) {
            setTimeout(again, Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** count));
        }
        await say(root, word, isPassing ? again : null);
    }
};

/**
 * Begins.
 *
 * @param {HTMLElement} root of the block
 */
const begin = async(root) => {
    const choice = root.querySelector('.block_cairn-person');
    if (!choice) {
        await show(root, Number(root.dataset.userId));
        return;
    }
    const choose = async() => {
        root.querySelector('.block_cairn-place').replaceChildren();
        wanted.delete(root);
        const userid = Number(choice.value);
        await (userid > 0 ? show(root, userid) : say(root, 'choose', null));
    };
    choice.addEventListener('change', () => {
        choose().catch(window.console.error);
    });
    await choose();
    const [placeholder, none] = await Promise.all([
        getString('searchperson', 'block_cairn'),
        getString('noperson', 'block_cairn'),
    ]);
    await enhance('#' + choice.id, false, 'block_cairn/people', placeholder, false, true, none);
};

/**
 * Begins. What fails here is for the console, and never for the page.
 *
 * @param {String} id of the block's content
 */
export const init = (id) => {
    const root = document.getElementById(id);
    if (root) {
        begin(root).catch(window.console.error);
    }
};
