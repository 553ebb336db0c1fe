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

namespace block_cairn\output;

use block_cairn\local\people;
use block_cairn\local\portal;
use block_cairn\local\view;
use moodle_page;
use moodle_url;
use renderable;
use renderer_base;
use stdClass;
use templatable;

/**
 * What stands in the block: a place for the element, and for who may see a course's people a choice of whom.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class main implements renderable, templatable {
    /** @var moodle_page */
    private $page;

    /** @var stdClass|null settings of the block */
    private $config;

    /** @var portal */
    private $portal;

    /**
     * The constructor.
     *
     * @param moodle_page $page
     * @param stdClass|null $config settings of the block
     */
    public function __construct(moodle_page $page, ?stdClass $config) {
        $this->page = $page;
        $this->config = $config;
        $this->portal = portal::from_settings();
    }

    /**
     * Whether there is anything for the signed-in user.
     *
     * @return bool
     */
    public function has_content(): bool {
        if (!isloggedin() || isguestuser()) {
            return false;
        }
        if (!$this->portal->is_set_up()) {
            return has_capability('moodle/site:config', \context_system::instance());
        }
        return $this->has_choice() || people::may_see($this->userid(), $this->page->context);
    }

    /**
     * Whom the page is of: on a profile the one who is shown there, else the signed-in user.
     *
     * @return int
     */
    private function userid(): int {
        global $USER;
        $context = $this->page->context;
        if ($context->contextlevel == CONTEXT_USER) {
            return (int) $context->instanceid;
        }
        return $this->profile_in_course() ?? (int) $USER->id;
    }

    /**
     * The profile of somebody in a course is, to its blocks, a page of the course; its address says of whom.
     *
     * @return int|null null: it is another page
     */
    private function profile_in_course(): ?int {
        $url = $this->page->has_set_url() ? $this->page->url : null;
        $isprofile = $url && $url->compare(new moodle_url('/user/view.php'), URL_MATCH_BASE);
        return $isprofile ? (int) $url->get_param('id') : null;
    }

    /**
     * Whether one of the course's people can be chosen.
     *
     * @return bool
     */
    private function has_choice(): bool {
        return $this->profile_in_course() === null && people::course_to_see($this->page->context) !== null;
    }

    /**
     * For the template. Texts of the settings reach the element as attributes, never as markup.
     *
     * @param renderer_base $output
     * @return array
     */
    public function export_for_template(renderer_base $output): array {
        if (!$this->portal->is_set_up()) {
            $url = new moodle_url('/admin/settings.php', ['section' => 'blocksettingcairn']);
            return ['settingsurl' => $url->out(false)];
        }
        $script = trim((string) get_config('block_cairn', 'script'));
        return [
            'contextid' => $this->page->context->id,
            'userid' => $this->has_choice() ? 0 : $this->userid(),
            'haschoice' => $this->has_choice(),
            'tag' => view::tag($this->config),
            'view' => view::of($this->config),
            'attributes' => json_encode((object) view::attributes($this->config), JSON_THROW_ON_ERROR),
            'server' => $this->portal->server(),
            'script' => $script === '' ? $this->portal->server() . '/embed/cairn.js' : $script,
            'integrity' => trim((string) get_config('block_cairn', 'integrity')),
        ];
    }
}
