// Before the page is painted: what Material's scripts expect to find, and the settings that this device keeps.
// Everything is kept under the folder that the site stands in, so that two readers on one host do not mix.
var __md_scope = new URL(document.currentScript.dataset.scope, location)
function __md_get(name, storage, scope = __md_scope) {
  try {
    return JSON.parse((storage || localStorage).getItem(`${scope.pathname}.${name}`))
  } catch {
    return null // a forbidden storage, or what another program wrote there
  }
}
function __md_set(name, value, storage, scope = __md_scope) {
  try {
    (storage || localStorage).setItem(`${scope.pathname}.${name}`, JSON.stringify(value))
  } catch {
    // a full or forbidden storage: the setting lasts as long as the page
  }
}
document.documentElement.className = "js"
for (const name of ["theme", "size", "notes", "links", "cards", "keys"]) {
  const value = __md_get("settings")?.[name]
  if (value) document.documentElement.dataset[name] = value
}
