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
 * What a backup of a course keeps of a Cairn block: its settings. They name things of Cairn, none of this site.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class backup_cairn_block_task extends backup_block_task {
    /**
     * There is nothing to choose.
     */
    protected function define_my_settings() {
    }

    /**
     * Beyond the settings of the block there is nothing to keep.
     */
    protected function define_my_steps() {
    }

    /**
     * It has no files.
     *
     * @return array
     */
    public function get_fileareas() {
        return [];
    }

    /**
     * No setting holds links of this site.
     *
     * @return array
     */
    public function get_configdata_encoded_attributes() {
        return [];
    }

    /**
     * No setting holds links of this site.
     *
     * @param string $content
     * @return string
     */
    public static function encode_content_links($content) {
        return $content;
    }
}
