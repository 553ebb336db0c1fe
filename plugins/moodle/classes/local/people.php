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

namespace block_cairn\local;

use context;
use context_course;
use context_user;

/**
 * Whom a user may see. What lists people and what lets one be seen is the same question to the database.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class people {
    /** @var string in a course: its people; in a person's own context: that person */
    const CAPABILITY = 'block/cairn:viewothers';

    /** @var string who learns in a course, as the completion reports have it: a colleague is nobody's learner */
    const LEARNERS = 'moodle/course:isincompletionreports';

    /** @var int how many are listed at once */
    const MOST = 50;

    /**
     * Whether the signed-in user may see somebody.
     *
     * @param int $userid
     * @param context $context where: a course, or something in it, for its people; anything else: whoever they may see anywhere
     * @return bool
     */
    public static function may_see(int $userid, context $context): bool {
        global $USER;
        if (!isloggedin() || isguestuser()) {
            return false;
        }
        if ($userid === (int) $USER->id) {
            return has_capability('block/cairn:view', $context);
        }
        $course = self::course_of($context);
        if ($course) {
            return self::is_among($userid, $course);
        }
        $own = context_user::instance($userid, IGNORE_MISSING);
        if (!$own) {
            return false;
        }
        if (has_capability(self::CAPABILITY, $own) && self::is_active($userid)) {
            return true;
        }
        foreach (enrol_get_all_users_courses($userid, true) as $shared) {
            if (self::is_among($userid, context_course::instance($shared->id))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the signed-in user may see the people of a course at all.
     *
     * @param context $context of a course, or of something in it
     * @return context_course|null null: it is no course, or they may not
     */
    public static function course_to_see(context $context): ?context_course {
        $course = isloggedin() && !isguestuser() ? self::course_of($context) : null;
        return $course && has_capability(self::CAPABILITY, $course) ? $course : null;
    }

    /**
     * The people of a course whom the signed-in user may see.
     *
     * @param context_course $course
     * @param string $query part of a name; empty: anybody
     * @return \stdClass[] id and the names, one more than MOST at most
     */
    public static function search(context_course $course, string $query): array {
        global $DB;
        $who = self::visible($course);
        if ($who === null) {
            return [];
        }
        [$sql, $params] = $who;
        $names = \core_user\fields::for_name()->get_sql('u', false, '', '', true)->selects;
        // In the middle of names too: USER_SEARCH_CONTAINS, which Moodle before 4.3 knows as a mere yes.
        [$where, $searched] = users_search_sql($query, 'u', 1);
        [$order, $ordered] = users_order_by_sql('u', $query === '' ? null : $query, $course);
        return $DB->get_records_sql(
            "SELECT u.id $names FROM {user} u JOIN ($sql) visible ON visible.id = u.id WHERE $where ORDER BY $order",
            $params + $searched + $ordered,
            0,
            self::MOST + 1
        );
    }

    /**
     * The course that a context is of or in; the front page is none.
     *
     * @param context $context
     * @return context_course|null
     */
    private static function course_of(context $context): ?context_course {
        $course = $context->get_course_context(false);
        return $course && (int) $course->instanceid !== (int) SITEID ? $course : null;
    }

    /**
     * Whether somebody is one of a course's people whom the signed-in user may see.
     *
     * @param int $userid
     * @param context_course $course
     * @return bool
     */
    private static function is_among(int $userid, context_course $course): bool {
        global $DB;
        $who = self::visible($course);
        if ($who === null) {
            return false;
        }
        [$sql, $params] = $who;
        return $DB->record_exists_sql(
            "SELECT 1 FROM {user} u JOIN ($sql) visible ON visible.id = u.id WHERE u.id = :lookedfor AND u.deleted = 0",
            $params + ['lookedfor' => $userid]
        );
    }

    /**
     * Who learns in a course, is active there and, where groups are separate, shares a group with the signed-in user.
     *
     * @param context_course $course
     * @return array|null SQL of their ids, and its parameters; null: nobody
     */
    private static function visible(context_course $course): ?array {
        global $DB, $USER;
        if (!has_capability(self::CAPABILITY, $course)) {
            return null;
        }
        [$sql, $params] = get_enrolled_sql($course, self::LEARNERS, 0, true);
        $record = get_course($course->instanceid);
        $isseparate = (int) groups_get_course_groupmode($record) === SEPARATEGROUPS;
        if (!$isseparate || has_capability('moodle/site:accessallgroups', $course)) {
            return [$sql, $params];
        }
        $groups = array_keys(groups_get_all_groups($record->id, $USER->id));
        if (!$groups) {
            return null;
        }
        // Moodle before 4.2 enrols by one group at a time.
        [$in, $shared] = $DB->get_in_or_equal($groups, SQL_PARAMS_NAMED, 'sharedgroup');
        $members = "SELECT 1 FROM {groups_members} gm WHERE gm.userid = enrolled.id AND gm.groupid $in";
        return ["SELECT enrolled.id FROM ($sql) enrolled WHERE EXISTS ($members)", $params + $shared];
    }

    /**
     * Whether there is such a user, who has not been shut out.
     *
     * @param int $userid
     * @return bool
     */
    private static function is_active(int $userid): bool {
        $user = \core_user::get_user($userid, 'id, deleted, suspended');
        return $user && !$user->deleted && !$user->suspended;
    }
}
