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

/**
 * Tokens for the signed-in user. Who asks here has been found to be allowed.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class tokens {
    /** @var int seconds; one that is good for less is not handed out any more */
    const LEAST_LEFT = 120;

    /** @var portal */
    private $portal;

    /** @var identity */
    private $identity;

    /**
     * The constructor.
     *
     * @param portal $portal
     * @param identity $identity
     */
    public function __construct(portal $portal, identity $identity) {
        $this->portal = $portal;
        $this->identity = $identity;
    }

    /**
     * A token by which the signed-in user reads one person: themselves, or somebody else by name.
     *
     * @param \stdClass $person whom; with id, username, email and idnumber
     * @param bool $isfresh the one that was handed out before is not taken any more
     * @return array token, expires (seconds since the epoch), person (as the element is to be told) and isnew;
     *     null where one of the two has no identifier
     */
    public function for_person(\stdClass $person, bool $isfresh): ?array {
        global $USER;
        $reader = $this->identity->actor($USER);
        $read = $this->identity->actor($person);
        if ($reader === null || $read === null) {
            return null;
        }
        $isself = (int) $person->id === (int) $USER->id;
        $named = $isself ? 'me' : identity::canonical($read);
        $right = $isself ? 'self' : 'person:' . $named;
        $cache = \cache::make('block_cairn', 'tokens');
        // By what is asked for and by who asks: an administrator may go on as somebody else in the same session.
        $key = sha1(json_encode([$this->portal->fingerprint(), $USER->id, $reader, $right]));
        $now = time();
        $kept = $isfresh ? false : $cache->get($key);
        if ($kept && $kept['expires'] - $now >= self::LEAST_LEFT) {
            return $kept + ['person' => $named, 'isnew' => false];
        }
        // Whoever is signed in as somebody else stays to be seen in Cairn's audit.
        $subject = (string) \core\session\manager::get_realuser()->id;
        $made = [
            'token' => $this->portal->sign($reader, [$right], $subject, $now),
            'expires' => $now + portal::LIFE,
        ];
        $cache->set($key, $made);
        return $made + ['person' => $named, 'isnew' => true];
    }
}
