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
 * What a block may show: each view is one element of Cairn's, with the attributes that it takes.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class view {
    /** @var string[] what there is to choose from */
    const ALL = ['profile', 'gap', 'evidence', 'expiring'];

    /** @var int how far ahead is looked for what expires, in days, where nothing else was set */
    const DAYS = 90;

    /** @var int and at most */
    const MOST_DAYS = 3650;

    /** @var array setting of the block => attribute of the element, by view */
    const ATTRIBUTES = [
        'profile' => ['role' => 'role-profile', 'framework' => 'framework'],
        'gap' => ['role' => 'role-profile'],
        'evidence' => ['competency' => 'competency'],
        'expiring' => ['framework' => 'framework', 'days' => 'within'],
    ];

    /**
     * Which one a block shows.
     *
     * @param \stdClass|null $config settings of the block
     * @return string
     */
    public static function of(?\stdClass $config): string {
        $view = $config->view ?? '';
        return in_array($view, self::ALL, true) ? $view : self::ALL[0];
    }

    /**
     * Whether a setting means something to a view.
     *
     * @param string $view
     * @param string $setting
     * @return bool
     */
    public static function takes(string $view, string $setting): bool {
        return isset(self::ATTRIBUTES[$view][$setting]);
    }

    /**
     * Name of the element.
     *
     * @param \stdClass|null $config settings of the block
     * @return string
     */
    public static function tag(?\stdClass $config): string {
        return 'cairn-' . self::of($config);
    }

    /**
     * Attributes of the element, those alone that were set.
     *
     * @param \stdClass|null $config settings of the block
     * @return string[]
     */
    public static function attributes(?\stdClass $config): array {
        $attributes = [];
        foreach (self::ATTRIBUTES[self::of($config)] as $setting => $attribute) {
            $value = trim((string) ($config->$setting ?? ''));
            if ($value !== '') {
                $attributes[$attribute] = $value;
            }
        }
        return $attributes;
    }
}
