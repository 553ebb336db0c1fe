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
 * By what Cairn knows a user: what stands in their statements.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers \block_cairn\local\identity
 */
final class identity_test extends \advanced_testcase {
    /**
     * Settings of the xAPI plugin, and what it then sends.
     *
     * @return array[]
     */
    public static function sent_provider(): array {
        $number = ['account' => ['homePage' => 'https://www.example.com/moodle', 'name' => '4711']];
        $username = ['account' => ['homePage' => 'https://www.example.com/moodle', 'name' => 'amina']];
        $elsewhere = ['account' => ['homePage' => 'https://id.example.org', 'name' => 'amina']];
        $mbox = ['mbox' => 'mailto:Amina.Yusuf@College.example'];
        $home = 'https://id.example.org';
        return [
            'no plugin, or nothing changed in it' => [[], $number],
            'the home page goes with user names alone' => [['account_homepage' => $home], $number],
            'user names' => [['send_username' => 1], $username],
            'user names of elsewhere' => [['send_username' => 1, 'account_homepage' => $home], $elsewhere],
            'an empty home page is this site' => [['send_username' => 1, 'account_homepage' => ''], $username],
            'addresses' => [['mbox' => 1], $mbox],
            'addresses go before user names' => [['mbox' => 1, 'send_username' => 1, 'account_homepage' => $home], $mbox],
            'no good address' => [['mbox' => 1], $number, 'amina@localhost'],
            'no good address, user names' => [
                ['mbox' => 1, 'send_username' => 1, 'account_homepage' => $home],
                $elsewhere,
                'not an address',
            ],
        ];
    }

    /**
     * The block and the xAPI plugin must call a person alike. Where the plugin is installed, it is asked itself.
     *
     * @dataProvider sent_provider
     * @param array $settings of the plugin
     * @param array $expected
     * @param string $email
     */
    public function test_as_sent(array $settings, array $expected, string $email = 'Amina.Yusuf@College.example'): void {
        global $CFG;
        $this->resetAfterTest();
        foreach ($settings as $name => $value) {
            set_config($name, $value, 'logstore_xapi');
        }
        $user = (object) ['id' => 4711, 'username' => 'amina', 'email' => $email, 'idnumber' => 'E-17'];
        $this->assertSame($expected, identity::from_settings()->actor($user));

        $plugin = $CFG->dirroot . '/admin/tool/log/store/xapi/src/transformer/utils/get_user.php';
        if (file_exists($plugin)) {
            require_once($plugin);
            $config = get_config('logstore_xapi');
            $this->assertSame($expected, \src\transformer\utils\get_user([
                'send_mbox' => $config->mbox ?? false,
                'send_username' => $config->send_username ?? false,
                'account_homepage' => $config->account_homepage ?? $CFG->wwwroot,
                'app_url' => $CFG->wwwroot,
            ], $user));
        }
    }

    /**
     * What is set here goes before what the plugin sends.
     */
    public function test_set_here(): void {
        $this->resetAfterTest();
        set_config('mbox', 1, 'logstore_xapi');
        set_config('identity', 'idnumber', 'block_cairn');
        $user = (object) ['id' => 4711, 'username' => 'amina', 'email' => 'a@b.example', 'idnumber' => 'E-17'];
        $account = ['homePage' => 'https://www.example.com/moodle', 'name' => 'E-17'];
        $this->assertSame(['account' => $account], identity::from_settings()->actor($user));
        set_config('homepage', 'https://hr.example.org', 'block_cairn');
        $account['homePage'] = 'https://hr.example.org';
        $this->assertSame(['account' => $account], identity::from_settings()->actor($user));
        $user->idnumber = '';
        $this->assertNull(identity::from_settings()->actor($user));
        set_config('identity', 'email', 'block_cairn');
        $user->email = '';
        $this->assertNull(identity::from_settings()->actor($user), 'Nothing was agreed that stands for an address.');
    }

    /**
     * As Cairn writes it: the domain has no upper and lower case, the part before it has.
     */
    public function test_canonical(): void {
        $this->assertSame('mbox:Amina@college.example', identity::canonical(['mbox' => 'mailto:Amina@College.Example']));
        $account = ['homePage' => 'https://Hr.example', 'name' => 'U-42'];
        $this->assertSame('account:https://Hr.example|U-42', identity::canonical(['account' => $account]));
    }
}
