// SPDX-License-Identifier: Apache-2.0
// What the intranet's own page does. The widgets need nothing of it but an address that gives a token.
const byId = (id) => document.getElementById(id);
const people = await (await fetch('people.json')).json();
const wanted = new URLSearchParams(location.search);

for (const { id, name } of people) byId('who').append(new Option(name, id));

function show(id) {
  const person = people.find((one) => one.id === id) ?? people[0];
  byId('who').value = person.id;
  for (const widget of [byId('profile'), byId('expiring'), byId('gap')])
    widget.setAttribute('token-url', `/portal/token?person=${encodeURIComponent(person.id)}`);
  byId('curl').textContent = person.curl;
  byId('watched').textContent = person.competency;
  byId('copied').textContent = '';
}
function choose(select, name, apply) {
  const element = byId(select);
  if (wanted.has(name)) element.value = wanted.get(name);
  element.addEventListener('change', () => apply(element.value));
  apply(element.value);
}
choose('language', 'lang', (language) => (document.documentElement.lang = language));
choose('colours', 'colours', (scheme) => (document.documentElement.style.colorScheme = scheme));
choose('direction', 'dir', (direction) => (document.documentElement.dir = direction));

byId('who').addEventListener('change', (event) => show(event.target.value));
byId('copy').addEventListener('click', () => {
  const done = (text) => () => (byId('copied').textContent = text);
  navigator.clipboard
    .writeText(byId('curl').textContent)
    .then(done('Copied.'), done('Could not copy: mark the text and copy it.'));
});
show(wanted.get('person'));
