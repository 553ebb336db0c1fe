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
 * The people of a course, for the choice of whom to show.
 *
 * @module    block_cairn/people
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

import {call} from 'core/ajax';
import {get_string as getString} from 'core/str';

/**
 * A name as markup that shows it as it is: the choice takes labels for markup.
 *
 * @param {String} name
 * @returns {String}
 */
const toMarkup = (name) => {
    const span = document.createElement('span');
    span.textContent = name;
    return span.innerHTML;
};

/**
 * Asks for the people with a name like that.
 *
 * @param {String} selector of the choice
 * @param {String} query
 * @param {Function} success
 * @param {Function} failure
 */
export const transport = async(selector, query, success, failure) => {
    try {
        const choice = document.querySelector(selector);
        const {people, ismore} = await call([{
            methodname: 'block_cairn_search_people',
            args: {contextid: Number(choice.dataset.contextId), query},
        }])[0];
        success(ismore ? await getString('toomany', 'block_cairn', people.length) : people);
    } catch (fault) {
        failure(fault);
    }
};

/**
 * As the choice wants them.
 *
 * @param {String} selector of the choice
 * @param {Object[]|String} results people, or what to say instead
 * @returns {Object[]|String}
 */
export const processResults = (selector, results) => Array.isArray(results)
    ? results.map(({id, name}) => ({value: id, label: toMarkup(name)}))
    : results;
