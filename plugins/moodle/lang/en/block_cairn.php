<?php
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
 * English words of the Cairn block.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['cachedef_tokens'] = 'Tokens by which pages read from Cairn, each kept with its session alone';
$string['cairn:addinstance'] = 'Add a Cairn block';
$string['cairn:myaddinstance'] = 'Add a Cairn block to one\'s Dashboard';
$string['cairn:view'] = 'See one\'s own competencies in Cairn blocks';
$string['cairn:viewothers'] = 'See the competencies of a course\'s people in Cairn blocks';
$string['check'] = 'Looked at';
$string['check_address'] = 'Address';
$string['check_address_bad'] = 'Nothing answers at {$a->url}: {$a->why}. Is Cairn running, is the address right, and may this server reach it (firewall, proxy, certificate)?';
$string['check_address_good'] = '{$a} answers.';
$string['check_address_status'] = '{$a->url} answers with status {$a->status}. There is a web server, but Cairn is not behind it; is the address right, with nothing after the host that does not belong to it?';
$string['check_again'] = 'Test again';
$string['check_all_bad'] = 'The blocks do not work yet. Mend what is called wrong, from the top.';
$string['check_all_good'] = 'The blocks work.';
$string['check_all_warning'] = 'The blocks work, but look at what is marked.';
$string['check_audience'] = 'Audience';
$string['check_audience_bad'] = 'Cairn calls itself {$a->theirs}, and these tokens are made for {$a->ours}. Set the address, or under "Audience", what Cairn calls itself (CAIRN_URL there).';
$string['check_audience_good'] = 'Tokens are made for {$a}, as Cairn calls itself.';
$string['check_bad'] = 'Wrong';
$string['check_clock'] = 'Clock';
$string['check_clock_ahead'] = 'The clock of this server is {$a} ahead of Cairn\'s. Tokens from the future are refused; set both clocks by the network (NTP).';
$string['check_clock_behind'] = 'The clock of this server is {$a} behind Cairn\'s. Tokens are too old when they arrive; set both clocks by the network (NTP).';
$string['check_clock_good'] = 'Both clocks agree.';
$string['check_detail'] = 'What was found';
$string['check_good'] = 'Good';
$string['check_others'] = 'Other people';
$string['check_others_bad'] = 'This portal may not name whom it reads, so teachers see nobody. If they are to, make the portal with the rights "self" and "person:*".';
$string['check_others_good'] = 'Teachers can be shown the people of their courses.';
$string['check_pages'] = 'Pages';
$string['check_pages_bad'] = 'Cairn does not let pages of {$a} read, so browsers will refuse. Make the portal with the origin {$a}.';
$string['check_pages_good'] = 'Pages of {$a} may read.';
$string['check_person'] = 'Person';
$string['check_person_good'] = 'You are {$a->as} there, by {$a->by}.';
$string['check_person_none'] = 'You have no identifier of the kind that is set here, so neither this test nor a block can be tried as you.';
$string['check_person_unknown'] = 'Nobody is known by {$a} in Cairn yet. That is you; learners are named alike. Give people that identifier with "cairn people import", or see under Unresolved whom statements have named.';
$string['check_script'] = 'Script';
$string['check_script_bad'] = 'There is no script at {$a}.';
$string['check_script_good'] = 'The script is at {$a}.';
$string['check_script_other'] = 'The script at {$a->url} is another one than the one that was pinned; browsers will refuse it. If you trust it, its hash is {$a->is}';
$string['check_script_pinned'] = 'The script at {$a} is the one that was pinned.';
$string['check_secret'] = 'Portal and secret';
$string['check_secret_bad'] = 'Cairn does not take tokens of this site. It says: {$a->why} Compare portal and secret with what "cairn portal add" printed; "cairn portal rotate" makes a new secret.';
$string['check_secret_good'] = 'Cairn takes tokens of this site.';
$string['check_secret_status'] = 'Cairn answers with status {$a->status}. It says: {$a->why}';
$string['check_settings'] = 'Settings';
$string['check_settings_bad'] = 'Address, portal and secret have to be filled in first.';
$string['check_settings_good'] = 'Address, portal and secret are filled in.';
$string['check_settings_unsafe'] = '{$a} is not encrypted: whoever is on the way can read competencies and tokens. Use https.';
$string['check_state'] = 'State';
$string['check_version'] = 'Cairn';
$string['check_version_bad'] = 'The Cairn there speaks version {$a->theirs} of its interface, and these blocks version {$a->ours}. Update the older of the two.';
$string['check_version_good'] = 'It is a Cairn, with version {$a} of its interface.';
$string['check_version_none'] = 'Something answers at {$a}, but it is no Cairn.';
$string['check_warning'] = 'Look at this';
$string['choose'] = 'Choose somebody of this course.';
$string['config_competency'] = 'Competency';
$string['config_competency_help'] = 'The id of the one competency that is opened, as it is in Cairn.';
$string['config_days'] = 'Days ahead';
$string['config_days_help'] = 'What expires within so many days is shown.';
$string['config_days_wrong'] = 'Between 1 and {$a}.';
$string['config_framework'] = 'Framework';
$string['config_framework_help'] = 'The id of a framework in Cairn, to show its competencies alone. Empty: all.';
$string['config_role'] = 'Role profile';
$string['config_role_help'] = 'The id of a role profile in Cairn. Empty: the first one of whoever is shown.';
$string['config_title'] = 'Title';
$string['config_title_help'] = 'Stands above the block. Empty: what it shows.';
$string['config_view'] = 'Show';
$string['connection'] = 'Test the connection to Cairn';
$string['event_person_viewed'] = 'Competencies of a person viewed';
$string['failed'] = 'This cannot be shown right now.';
$string['identity_auto'] = 'As the xAPI plugin sends them';
$string['identity_email'] = 'By email address';
$string['identity_id'] = 'By number of the user';
$string['identity_idnumber'] = 'By ID number';
$string['identity_username'] = 'By username';
$string['noidentifier'] = 'There is nothing yet by which your competencies could be found. Your administrator can tell you more.';
$string['noperson'] = 'Nobody chosen';
$string['noscript'] = 'To show competencies, your browser has to run JavaScript.';
$string['notsetup'] = 'The connection to Cairn is not set up yet.';
$string['notyours'] = 'This person is not yours to see.';
$string['person'] = 'Person';
$string['pluginname'] = 'Cairn';
$string['privacy:metadata:cairn'] = 'Cairn keeps what people have shown that they can do. So that a block can show somebody theirs, the reader\'s browser brings Cairn a short-lived token that was signed here.';
$string['privacy:metadata:cairn:identifier'] = 'By what Cairn knows who is looking: the number, username, email address or ID number, as the xAPI plugin sends it.';
$string['privacy:metadata:cairn:person'] = 'By what Cairn knows who is looked at, where that is somebody else.';
$string['privacy:metadata:cairn:userid'] = 'The number of who is signed in, for Cairn\'s audit.';
$string['searchperson'] = 'Search by name';
$string['settings_audience'] = 'Audience';
$string['settings_audience_desc'] = 'What Cairn calls itself (CAIRN_URL there), if that is not its address above. Usually empty.';
$string['settings_connection'] = 'Connection';
$string['settings_connection_desc'] = 'Make a portal in Cairn with <code>cairn portal add moodle --title Moodle --origin {$a->origin} --right self "person:*"</code> and fill in what it prints. Save, then <a href="{$a->url}">test the connection</a>.';
$string['settings_homepage'] = 'Home page of accounts';
$string['settings_homepage_desc'] = 'The address that goes with username, number or ID number in Cairn. Empty: the address of this site.';
$string['settings_identity'] = 'People are known';
$string['settings_identity_desc'] = 'It must be the same as in the statements that are sent about them, or nobody finds their own.';
$string['settings_integrity'] = 'Hash of the script';
$string['settings_integrity_desc'] = 'For instance <code>sha384-…</code>. Browsers then run this one script and no other; a new Cairn needs the new hash here. Empty: any.';
$string['settings_people'] = 'People';
$string['settings_people_desc'] = 'By what Cairn knows the users of this site.';
$string['settings_pinning'] = 'Pinning';
$string['settings_pinning_desc'] = 'For sites that allow only scripts which they have looked at.';
$string['settings_portal'] = 'Portal';
$string['settings_portal_desc'] = 'The id of the portal in Cairn that stands for this site.';
$string['settings_script'] = 'Script';
$string['settings_script_desc'] = 'Empty: <code>/embed/cairn.js</code> below the address of Cairn.';
$string['settings_secret'] = 'Secret';
$string['settings_secret_desc'] = 'Of the portal. It stays on this server.';
$string['settings_server'] = 'Address of Cairn';
$string['settings_server_desc'] = 'As browsers reach it, like <code>https://cairn.example.org</code>.';
$string['signedout'] = 'You are signed out. Reload the page to sign in again.';
$string['toomany'] = 'There are more than {$a}. Type more of the name.';
$string['tryagain'] = 'Try again';
$string['unreachable'] = 'Competencies cannot be reached right now. The rest of this page is not affected.';
$string['view_evidence'] = 'Evidence of one competency';
$string['view_expiring'] = 'What expires next';
$string['view_gap'] = 'What the role asks';
$string['view_profile'] = 'Competencies';
