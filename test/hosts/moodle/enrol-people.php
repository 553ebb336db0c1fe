<?php
// SPDX-License-Identifier: Apache-2.0
// Makes people and enrols them, through Moodle's own interfaces.
// Given: {"course","people":[{"username","firstname","lastname","email","role"}],"password"}. Prints their numbers by user name.
define('CLI_SCRIPT', true);
require getenv('MOODLE') . '/config.php';
require_once $CFG->libdir . '/testing/generator/lib.php';
require_once $CFG->dirroot . '/user/lib.php';

$given = json_decode($argv[1]);
\core\session\manager::set_user(get_admin());
$generator = new testing_data_generator();
$made = [];
foreach ($given->people as $person) {
    $made[$person->username] = (int) user_create_user((object) [
        'username' => $person->username,
        'firstname' => $person->firstname,
        'lastname' => $person->lastname,
        'email' => $person->email,
        'password' => $given->password,
        'auth' => 'manual',
        'confirmed' => 1,
        'mnethostid' => $CFG->mnet_localhost_id,
    ]);
    $generator->enrol_user($made[$person->username], $given->course, $person->role);
}
get_log_manager()->dispose();
echo json_encode($made);
