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
 * The Cairn block.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class block_cairn extends block_base {
    /**
     * Names the block.
     */
    public function init() {
        $this->title = get_string('pluginname', 'block_cairn');
    }

    /**
     * The title that was given to this instance, else what it shows.
     */
    public function specialization() {
        $title = trim($this->config->title ?? '');
        $this->title = $title === ''
            ? get_string('view_' . \block_cairn\local\view::of($this->config), 'block_cairn')
            : format_string($title, true, ['context' => $this->context]);
    }

    /**
     * Where it can be put.
     *
     * @return array
     */
    public function applicable_formats() {
        return ['my' => true, 'course-view' => true, 'user-profile' => true, 'site' => true];
    }

    /**
     * A page may show a profile and a gap, or two roles.
     *
     * @return bool
     */
    public function instance_allow_multiple() {
        return true;
    }

    /**
     * There is a page of settings.
     *
     * @return bool
     */
    public function has_config() {
        return true;
    }

    /**
     * What the block shows; nothing to whom it is not for. Asks Cairn for nothing: that is the browser's part.
     *
     * @return stdClass
     */
    public function get_content() {
        if ($this->content !== null) {
            return $this->content;
        }
        $this->content = (object) ['text' => '', 'footer' => ''];
        try {
            $main = new \block_cairn\output\main($this->page, $this->config);
            if ($main->has_content()) {
                $renderer = $this->page->get_renderer('core');
                $this->content->text = $renderer->render_from_template(
                    'block_cairn/main',
                    $main->export_for_template($renderer)
                );
            }
        } catch (Throwable $fault) {
            // A page is worth more than one block on it.
            debugging('block_cairn: ' . $fault->getMessage(), DEBUG_DEVELOPER, $fault->getTrace());
        }
        return $this->content;
    }

    /**
     * The settings of this instance and of the site, for apps: those that are no secret.
     *
     * @return stdClass
     */
    public function get_config_for_external() {
        return (object) [
            'instance' => empty($this->config) ? new stdClass() : $this->config,
            'plugin' => (object) ['server' => \block_cairn\local\portal::from_settings()->server()],
        ];
    }
}
